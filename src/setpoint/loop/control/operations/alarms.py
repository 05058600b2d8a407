"""Streams and alarms: kept up by the turn of the loop, judged by people."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.bulk import update_each
from setpoint.kernel.clock import company_now
from setpoint.kernel.refs import Ref
from setpoint.loop.control.alarms import Alarm as Found
from setpoint.loop.control.alarms import Chart, Standing
from setpoint.loop.control.models import Alarm, Judgement, Stream
from setpoint.loop.control.permissions import ALARM
from setpoint.loop.control.record import AlarmEnded, AlarmFact, AlarmJudged, AlarmRaised
from setpoint.loop.control.streams import StreamKey
from setpoint.loop.plan.parameters import PARAMETERS
from setpoint.loop.plan.permissions import require_change

FIELDS = ["level", "other", "limit", "baseline", "size", "updated_on"]
CHANGING = ["level", "limit", "baseline", "ratio", "parts", "top_id"]


def key_of(row: Alarm) -> StreamKey:
    """Return the stream of an alarm."""
    return StreamKey(row.parameter, row.scope_kind, row.scope)


def standing() -> dict[StreamKey, Standing]:
    """Return the alarms that stand."""
    rows = Alarm.objects.filter(ended__isnull=True)
    return {key_of(row): Standing(row.since.toordinal(), row.begin.toordinal()) for row in rows}


@transaction.atomic
def write(charts: Sequence[Chart], found: Sequence[Found], *, day: date, at: datetime, by: Actor) -> None:
    """Save what a turn found, with a fact for each alarm that begins or ends. Constant number of queries."""
    Stream.objects.bulk_create(
        [
            Stream(
                **chart.key._asdict(),
                level=chart.level,
                other=chart.other,
                limit=chart.limit,
                baseline=chart.baseline,
                size=chart.size,
                updated_on=day,
            )
            for chart in {chart.key: chart for chart in charts}.values()
        ],
        update_conflicts=True,
        unique_fields=["parameter", "scope_kind", "scope"],
        update_fields=FIELDS,
    )
    known = {key_of(row): row for row in Alarm.objects.filter(ended__isnull=True)}
    fresh = [_row(each) for each in found if each.key not in known]
    Alarm.objects.bulk_create(fresh)
    rows = known | {key_of(row): row for row in fresh}
    kept = []
    for each in found:
        row = rows[each.key]
        row.level, row.limit, row.baseline, row.ratio = each.level, each.limit, each.baseline, each.ratio
        row.parts = each.parts
        row.top = None if each.group == each.key else rows[each.group]
        kept.append(row)
    gone = [row for key, row in known.items() if key not in {each.key for each in found}]
    update_each(kept, CHANGING)
    Alarm.objects.filter(pk__in=[row.pk for row in gone]).update(ended=day)
    told = [_fact(row, AlarmRaised, at, by) for row in fresh] + [_fact(row, AlarmEnded, at, by) for row in gone]
    facts.emit_many(told)


@transaction.atomic
def judge(alarm: Alarm, judgement: Judgement, *, by: Actor) -> None:
    """Say whether an alarm was real: so its rate is known, not only promised. ValidationError for no judgement."""
    if judgement == Judgement.UNKNOWN:
        raise ValidationError({"judgement": _("Say whether the alarm was real.")})
    kind, scope = (alarm.scope_kind, int(alarm.scope)) if alarm.scope_kind == "team" else ("company", 1)
    require_change(by, kind, scope)
    row = Alarm.objects.select_for_update().get(pk=alarm.pk)
    row.judgement, row.judged_by = judgement, by.label
    row.save(update_fields=["judgement", "judged_by"])
    facts.emit(_fact(row, AlarmJudged, company_now(), by, judgement=str(judgement)))


def _row(found: Found) -> Alarm:
    return Alarm(
        **found.key._asdict(),
        since=date.fromordinal(found.since),
        begin=date.fromordinal(found.begin),
        level=found.level,
        limit=found.limit,
        baseline=found.baseline,
        ratio=found.ratio,
    )


def _fact(row: Alarm, payload: type[AlarmFact], at: datetime, by: Actor, **more: str) -> facts.NewFact:
    with translation.override(None):
        name = str(PARAMETERS[row.parameter].name) if row.parameter in PARAMETERS else row.parameter
    told = payload(
        parameter=row.parameter,
        parameter_name=name,
        scope_kind=row.scope_kind,
        scope=row.scope,
        ratio=round(row.ratio, 4),
        is_part=row.top_id is not None,
        **more,
    )
    return facts.NewFact(told, about=Ref(ALARM, row.pk), by=by, occurred_at=at)
