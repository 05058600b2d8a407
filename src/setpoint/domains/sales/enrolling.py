"""Deals and leads begin a sequence, many at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from setpoint.domains.activities.models import Enrolment
from setpoint.domains.activities.models import Sequence as Series
from setpoint.domains.activities.operations import sequences
from setpoint.kernel.actors import Actor
from setpoint.platform.lists.changes import Change
from setpoint.platform.lists.of_people import one_of


def sequence_change(kind: str, label: Any) -> Change:
    """Return the change that lets records of a kind begin a sequence; taken back, they leave it."""

    def apply(chosen: Mapping[int, Any], by: Actor) -> None:
        begun: dict[int, list[int]] = {}
        for pk, series in chosen.items():
            if isinstance(series, Series):
                begun.setdefault(series.pk, []).append(pk)
        found = Series.objects.in_bulk(list(begun))
        for number, ids in begun.items():
            sequences.enrol_many(found[number], kind, ids, by=by)
        left = {pk: kept for pk, kept in chosen.items() if not isinstance(kept, Series)}
        rows = Enrolment.objects.filter(about_kind=kind, about_id__in=left, ended_at=None)
        gone = [row.pk for row in rows if row.pk not in left[row.about_id]]
        if gone:
            sequences.leave_many(gone, by=by)

    def now(ids: Sequence[int]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {pk: [] for pk in ids}
        for row in Enrolment.objects.filter(about_kind=kind, about_id__in=ids, ended_at=None):
            found[row.about_id].append(row.pk)
        return found

    def offered(_by: Actor) -> list[tuple[str, str]]:
        return [(str(pk), name) for pk, name in Series.objects.filter(closed_at=None).values_list("pk", "name")]

    return Change(
        "sequence", label, lambda text, by: one_of(Series, text, by), apply, now, lambda plain: plain, offered, "choice"
    )
