"""Sequences are put together; records go through them, step by step, until a fact stops them."""

from collections.abc import Collection
from collections.abc import Sequence as Rows
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from setpoint.domains.activities.models import Activity, Enrolment, Sequence, SequenceStep, StepKind
from setpoint.domains.activities.operations import activities
from setpoint.domains.activities.permissions import SEQUENCE
from setpoint.domains.activities.record import Enrolled, LeftSequence, SequenceLetter, SequenceSaved
from setpoint.kernel import facts
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.calendars import WorkingTime, working_time
from setpoint.kernel.clock import company_now, company_zone
from setpoint.kernel.limits.declared import declare
from setpoint.kernel.limits.reading import most_of
from setpoint.kernel.permissions import require, require_record, visible_to
from setpoint.kernel.refs import Ref
from setpoint.loop.inform.operations import mails
from setpoint.platform import channel_rules

MOST_STEPS, BATCH, LONGEST_WAIT = 30, 200, 365
PER_DAY = declare(
    "activities.per_day", gettext_lazy("Open activities of a person on one day before steps wait"), most=25
)
FINISHED, BY_HAND = gettext_noop("all steps are done"), gettext_noop("stopped by hand")
BY_FACT = gettext_noop("it was answered or decided")
MORNING = 9


@transaction.atomic
def save(sequence: Sequence, steps: Rows[SequenceStep], *, by: Actor) -> Sequence:
    """Save a sequence with exactly these steps, in order. Who is in it goes on at the step of the same place.

    ValidationError names what is wrong: `steps` for too many, none, or a wait beyond a year.
    """
    require(by, SEQUENCE, "change")
    sequence.name = sequence.name.strip()
    sequence.full_clean()
    if not 1 <= len(steps) <= MOST_STEPS:
        raise ValidationError({"steps": _("A sequence has from 1 to %(most)s steps.") % {"most": MOST_STEPS}})
    sequence.save()
    sequence.steps.all().delete()
    for place, step in enumerate(steps):
        step.sequence, step.position, step.subject = sequence, place, step.subject.strip()
        if not step.subject or step.kind not in StepKind.values or step.wait_days > LONGEST_WAIT:
            told = _("Step %(number)s: say what it is, and wait at most %(days)s days.")
            raise ValidationError({"steps": told % {"number": place + 1, "days": LONGEST_WAIT}})
    SequenceStep.objects.bulk_create(steps)
    _tell(SequenceSaved(sequence.name, len(steps)), Ref(SEQUENCE, sequence.pk), None, by)
    return sequence


@transaction.atomic
def enrol_many(sequence: Sequence, kind: str, ids: Collection[int], *, by: Actor) -> list[Enrolment]:
    """Let records go through a sequence; those that are in it stay where they are. Their owner does the steps.

    ValidationError for a sequence that is closed, PermissionDenied for a record that one may not change.
    """
    require(by, SEQUENCE, "see")
    if sequence.closed_at is not None or not sequence.steps.exists():
        raise ValidationError({"sequence": _("Nobody goes through this sequence any more. Choose another.")})
    for pk in ids:
        require_record(by, kind, "change", pk)
    there = Enrolment.objects.filter(sequence=sequence, about_kind=kind, about_id__in=ids, ended_at=None)
    known, now = set(there.values_list("about_id", flat=True)), company_now()
    rows = visible_to(by, kind).filter(pk__in=set(ids) - known)
    made = []
    for record in rows.order_by("pk"):
        owner = getattr(record, "owner_id", None) or by.user_id
        if owner is None:
            raise ValidationError(
                {"owner": _("“%(name)s” belongs to nobody: give it to somebody first.") % {"name": record}}
            )
        # a customer is his own
        customer = record.pk if kind == "customers.party" else record.customer_id
        made.append(
            Enrolment(
                sequence=sequence,
                about_kind=kind,
                about_id=record.pk,
                customer_id=customer,
                owner_id=owner,
                due_at=now,
                enrolled_at=now,
            )
        )
    Enrolment.objects.bulk_create(made)
    for row in made:
        told = Enrolled(sequence.name, sequence.pk, row.owner_id)
        _tell(told, Ref(row.about_kind, row.about_id), row.customer_id, by)
    _step(made)
    return made


@transaction.atomic
def leave_many(ids: Collection[int], *, by: Actor, reason: str = BY_HAND) -> int:
    """Let enrolments end; what they planned and nobody has touched goes with them. Return how many ended."""
    rows = Enrolment.objects.select_for_update(of=("self",)).filter(pk__in=ids, ended_at=None)
    open_ones = list(rows.select_related("sequence", "activity"))
    for row in open_ones:
        require_record(by, row.about_kind, "change", row.about_id)
        _end(row, reason, by)
    return len(open_ones)


@transaction.atomic
def advance(*, by: Actor, now: datetime | None = None) -> int:
    """Do the steps that are due now; return how many enrolments were looked at. Letters refused wait and say why."""
    moment = now or company_now()
    rows = Enrolment.objects.select_for_update(of=("self",)).filter(ended_at=None, activity=None, due_at__lte=moment)
    due = list(rows.select_related("sequence", "owner", "customer").order_by("due_at")[:BATCH])
    _step(due, by)
    return len(due)


def follow(done: Collection[int], cancelled: Collection[int]) -> None:
    """Go on where activities of sequences were done; end where they were cancelled."""
    rows = Enrolment.objects.filter(ended_at=None, activity__in=[*done, *cancelled]).select_related("sequence", "owner")
    further = []
    for row in rows:
        if row.activity_id in cancelled:
            _end(row, BY_HAND, SYSTEM)
        else:
            row.activity = None
            further.append(row)
            _next(row, working_time(row.owner.team_id), company_now())
    _step([row for row in further if row.ended_at is None and row.due_at <= company_now()])


def stop(kind: str, abouts: Collection[Ref], customers: Collection[int]) -> None:
    """End what a fact of a kind stops: about these records, or about these customers."""
    rows = Enrolment.objects.filter(ended_at=None).select_related("sequence", "activity")
    for row in rows.filter(about_id__in=[ref.id for ref in abouts]) | rows.filter(customer__in=customers):
        meant = Ref(row.about_kind, row.about_id) in abouts or row.customer_id in customers
        if meant and kind in row.sequence.stops_on:
            _end(row, BY_FACT, SYSTEM)


def keep_watch() -> None:
    """Do every step that is due."""
    advance(by=SYSTEM)


def _step(rows: Rows[Enrolment], by: Actor = SYSTEM) -> None:
    """Do the step at hand of each: letters leave and the next step follows; activities are planned and waited for."""
    now, zone = company_now(), company_zone()
    for row in rows:
        calendar = working_time(row.owner.team_id)
        while row.ended_at is None and row.activity is None and row.due_at <= now:
            step = row.sequence.steps.filter(position=row.position).first()
            if step is None:
                _end(row, FINISHED, by)
            elif step.kind == StepKind.LETTER:
                if not _letter(row, step, now):
                    break
                _next(row, calendar, now)
            else:
                day = _free_day(row.owner_id, now, calendar)
                row.activity = activities.plan(
                    activities.NewActivity(
                        kind=step.kind,
                        subject=step.subject,
                        note=step.text,
                        owner=row.owner,
                        customer=row.customer,
                        about=None if row.about_kind == "customers.party" else Ref(row.about_kind, row.about_id),
                        due_at=datetime.combine(day, time(MORNING), zone),
                        all_day=True,
                    ),
                    by=by,
                )
                row.save(update_fields=["activity", "refused"])


def _letter(row: Enrolment, step: SequenceStep, now: datetime) -> bool:
    """Post the letter of a step; False where it may not leave yet, which the enrolment then says."""
    sending = channel_rules.Sending("email", channel_rules.LETTER, row.owner.team_id, now)
    email = row.customer.email if row.customer else ""
    row.refused = (channel_rules.refusal(sending) if email else _("The customer has no e-mail address."))[:300]
    if not row.refused:
        identity = f"sequence-{row.pk}-{step.position}"
        html = "<p>" + step.text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>") + "</p>"
        mails.post(row.owner, to=email, subject=step.subject, text=step.text, html=html, identity=identity)
        told = SequenceLetter(row.sequence.name, row.sequence_id, step.subject)
        _tell(told, Ref(row.about_kind, row.about_id), row.customer_id, SYSTEM)
    row.save(update_fields=["refused"])
    return not row.refused


def _next(row: Enrolment, calendar: WorkingTime, now: datetime) -> None:
    """Go on to the next step, due so many working days from now."""
    row.position += 1
    step = row.sequence.steps.filter(position=row.position).first()
    day, left = now.astimezone(company_zone()).date(), step.wait_days if step else 0
    for _try in range(2 * LONGEST_WAIT):
        if left == 0:
            break
        day += timedelta(days=1)
        left -= calendar.works(day)
    waits = step is not None and step.wait_days > 0
    row.due_at = datetime.combine(day, time(MORNING), company_zone()) if waits else now
    row.save(update_fields=["position", "due_at", "activity"])
    if step is None:
        _end(row, FINISHED, SYSTEM)


def _free_day(owner: int, now: datetime, calendar: WorkingTime) -> date:
    """Return the first working day on which a person has room for one more."""
    zone, most = company_zone(), most_of(PER_DAY)
    day = now.astimezone(zone).date()
    for _try in range(60):
        begins = datetime.combine(day, time(), zone)
        there = Activity.objects.open().filter(owner=owner, due_at__gte=begins, due_at__lt=begins + timedelta(days=1))
        if calendar.works(day) and (there.aggregate(n=Count("pk"))["n"] or 0) < most:
            return day
        day += timedelta(days=1)
    return day


def _end(row: Enrolment, reason: str, by: Actor) -> None:
    row.ended_at, row.reason = company_now(), reason
    untouched = row.activity if row.activity and row.activity.closed_at is None and not row.activity.sequence else None
    row.activity = None
    row.save(update_fields=["ended_at", "reason", "activity"])
    if untouched is not None:
        untouched.delete()
    told = LeftSequence(row.sequence.name, row.sequence_id, reason)
    _tell(told, Ref(row.about_kind, row.about_id), row.customer_id, by)


def _tell(payload: object, about: Ref, customer: int | None, by: Actor) -> None:
    facts.emit(facts.NewFact(payload, about=about, by=by, occurred_at=company_now(), customer=customer))
