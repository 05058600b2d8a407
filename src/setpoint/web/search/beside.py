"""What the box finds beside records: reports of the house by their names, colleagues for who sees to security."""

from collections.abc import Iterator

from setpoint.domains.analytics.permissions import may_report
from setpoint.domains.analytics.reports.declared import REPORTS, Report
from setpoint.kernel.actors import Actor
from setpoint.kernel.folding import fold
from setpoint.kernel.models import User
from setpoint.kernel.people import USER
from setpoint.kernel.permissions import scope_of
from setpoint.platform.search.layouts import other_layout


def reports_named(actor: Actor, wanted: str) -> Iterator[Report]:
    """Yield the reports whose name has every word of the folded text, or of its keys in the other layout."""
    if wanted and may_report(actor):
        ways = _ways(wanted)
        yield from (one for one in REPORTS.values() if _has(fold(str(one.name)), ways))


def colleagues_named(actor: Actor, wanted: str, most: int) -> Iterator[User]:
    """Yield at most `most` people whose name or e-mail begins with every word; few enough to be compared here."""
    if not wanted or scope_of(actor, USER, "secure") != "all":
        return
    ways, found = _ways(wanted), 0
    for person in User.objects.filter(is_simulated=False).order_by("name").only("name", "email"):
        words = [*fold(person.name).split(), person.email]
        if any(all(any(word.startswith(part) for word in words) for part in way) for way in ways):
            found += 1
            yield person
        if found == most:
            return


def _ways(wanted: str) -> list[list[str]]:
    return [wanted.split(), fold(other_layout(wanted)).split()]


def _has(name: str, ways: list[list[str]]) -> bool:
    return any(all(part in name for part in way) for way in ways)
