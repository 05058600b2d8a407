"""How far a correction may go: as far as the most careful of the company and the teams that it touches allows."""

from collections.abc import Iterable, Mapping, Sequence

from setpoint.kernel.models import Team, User
from setpoint.loop.act.levers import Authority
from setpoint.loop.act.models import TeamAuthority

RANK = (Authority.ADVISES, Authority.ASKS, Authority.ACTS)


def careful(*authorities: str) -> Authority:
    """Return the lowest of some authorities."""
    return min((Authority(each) for each in authorities), key=RANK.index)


def authorities(asked: Sequence[tuple[str, str, Iterable[int]]]) -> list[Authority]:
    """Return how far each of (lever, the company's authority, people it touches) may go.

    A team answers for the teams below it. One query where no team has lowered anything, else three.
    """
    lowered: dict[tuple[str, int], str] = {
        (lever, team): authority
        for lever, team, authority in TeamAuthority.objects.values_list("lever", "team", "authority")
    }
    if not lowered:
        return [Authority(company) for _lever, company, _people in asked]
    parents = dict(Team.objects.values_list("pk", "parent_id"))
    everybody = {person for _lever, _company, people in asked for person in people}
    team_of = dict(User.objects.filter(pk__in=everybody).values_list("pk", "team_id"))
    found = []
    for lever, company, people in asked:
        teams = {above for person in people for above in _up(team_of.get(person), parents)}
        found.append(careful(company, *(lowered[lever, team] for team in teams if (lever, team) in lowered)))
    return found


def _up(team: int | None, parents: Mapping[int, int | None]) -> list[int]:
    found: list[int] = []
    while team is not None and team not in found:
        found.append(team)
        team = parents.get(team)
    return found
