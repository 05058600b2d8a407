"""What is done with leads. Every verb works on a set; one lead is a set of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.sales.lead_facts import lead_fact
from setpoint.domains.sales.lead_locks import locked, require_open
from setpoint.domains.sales.lead_record import LeadAssigned, LeadChanged, LeadMoved, LeadPooled, LeadTouched
from setpoint.domains.sales.models import Lead, LeadState, Meaning
from setpoint.domains.sales.permissions import LEAD
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.bulk import update_each
from setpoint.kernel.calendars import of_teams, working_time
from setpoint.kernel.clock import company_now
from setpoint.kernel.field_rights import require_writable
from setpoint.kernel.folding import fold
from setpoint.kernel.models import User
from setpoint.kernel.permissions import require, require_still
from setpoint.platform.fields.requiring import require_filled

CHANGEABLE = ("name", "organisation", "campaign", "product", "territory", "country", "region", "sector", "employees")
ANSWERING = ("call", "email", "meeting", "message")


@dataclass(frozen=True)
class Touch:
    """One touch of a lead; `kind` is call, email, meeting, message or note, `text` what is to be remembered of it."""

    lead: int
    kind: str
    at: datetime
    connected: bool = True
    author: Actor | None = None
    text: str = ""


@dataclass(frozen=True)
class Assignment:
    """One lead to be given to somebody, or to the pool; `why` says the reason in words of the company."""

    lead: int
    owner: User | None
    why: str = ""
    rule: int | None = None


@transaction.atomic
def touch_many(touches: Sequence[Touch], *, by: Actor) -> None:
    """Record touches of open leads, in sets. The first that answers sets the time of response, in working time."""
    leads = locked(by, [touch.lead for touch in touches])
    require_open(leads.values())
    calendars = of_teams(sorted({lead.owner.team_id for lead in leads.values() if lead.owner and lead.owner.team_id}))
    company = working_time()
    written = []
    for touch in sorted(touches, key=lambda one: one.at):
        lead = leads[touch.lead]
        lead.touched_at = max(filter(None, (lead.touched_at, touch.at)))
        values: dict[str, Any] = {}
        if lead.responded_at is None and touch.kind in ANSWERING:
            team = lead.owner.team_id if lead.owner else None
            calendar = calendars.get(team, company) if team is not None else company
            lead.responded_at = touch.at
            values["response_seconds"] = round(calendar.working_time(lead.received_at, touch.at).total_seconds())
            values["in_norm"] = None if lead.due_at is None else touch.at <= lead.due_at
        written.append(
            lead_fact(
                lead,
                LeadTouched,
                touch.author or by,
                touch.at,
                through=touch.kind,
                touch=touch.kind,
                connected=touch.connected,
                text=touch.text,
                **values,
            )
        )
    update_each(leads.values(), ["touched_at", "responded_at"])
    facts.emit_many(written)


@transaction.atomic
def move_many(states: Mapping[int, LeadState], *, by: Actor) -> None:
    """Put open leads into states (lead → state); one already there stays untouched.

    A state that means accepted is reached through `handovers.accept`: ValidationError from one that is not.
    """
    leads = locked(by, states)
    require_open(leads.values())
    require_filled(LEAD, {pk: state.pk for pk, state in states.items()})
    now, written, moved = company_now(), [], []
    for pk, state in states.items():
        lead = leads[pk]
        old = lead.state
        if old.pk == state.pk:
            continue
        if state.meaning == Meaning.ACCEPTED and old.meaning != Meaning.ACCEPTED:
            raise ValidationError({"state": _("A lead is accepted by sales, not moved: accept it.")})
        if state.meaning == Meaning.QUALIFIED and old.meaning != Meaning.QUALIFIED:
            raise ValidationError({"state": _("Say to whom the lead is handed over: qualify it.")})
        lead.state = state
        moved.append(lead)
        names: dict[str, Any] = {"from_state": old.pk, "from_name": old.name, "to_name": state.name}
        written.append(lead_fact(lead, LeadMoved, by, now, changes={"state": [old.pk, state.pk]}, **names))
    update_each(moved, ["state"])
    require_still(by, Lead.objects.all(), LEAD, "change", [lead.pk for lead in moved])
    facts.emit_many(written)


@transaction.atomic
def assign_many(assignments: Sequence[Assignment], *, by: Actor, correction: int | None = None) -> None:
    """Give open leads to people or to the pool; one already his stays untouched."""
    leads = locked(by, [one.lead for one in assignments], action="reassign")
    require_open(leads.values())
    now, moved, written = company_now(), [], []
    for one in assignments:
        lead, old = leads[one.lead], leads[one.lead].owner
        if (old.pk if old else None) == (one.owner.pk if one.owner else None):
            continue
        if one.owner is not None and not one.owner.is_active:
            raise ValidationError({"owner": _("%(name)s no longer works here.") % {"name": one.owner.name}})
        lead.owner, lead.assigned_at = one.owner, now
        moved.append(lead)
        written.append(_given(lead, old, one, by, now, correction))
    update_each(moved, ["owner", "assigned_at"])
    facts.emit_many(written)


@transaction.atomic
def take(lead: Lead, *, by: Actor) -> Lead:
    """Take a lead out of the pool; whoever is first has it. ValidationError where somebody was quicker."""
    require(by, LEAD, "change", by.user_id)
    found = Lead.objects.select_for_update(of=("self",)).select_related("owner", "state", "customer").get(pk=lead.pk)
    require_open([found])
    if found.owner is not None:
        raise ValidationError({"owner": _("%(name)s was quicker: the lead is taken.") % {"name": found.owner.name}})
    found.owner, found.assigned_at = User.objects.get(pk=by.user_id or 0), company_now()
    found.save(update_fields=["owner", "assigned_at"])
    why = _("taken from the pool")
    facts.emit(_given(found, None, Assignment(found.pk, found.owner, why), by, found.assigned_at, None))
    return found


@transaction.atomic
def change(lead: Lead, values: Mapping[str, Any], *, by: Actor) -> Lead:
    """Change values of a lead; a change to what it was writes nothing. ValidationError names the field."""
    lead = locked(by, [lead.pk])[lead.pk]
    unknown = set(values) - set(CHANGEABLE)
    if unknown:
        raise ValidationError({name: _("This field cannot be changed.") for name in unknown})
    changes = {
        name: [_plain(getattr(lead, name)), _plain(value)]
        for name, value in values.items()
        if getattr(lead, name) != value
    }
    if not changes:
        return lead
    require_writable(by, LEAD, changes)
    for name in changes:
        setattr(lead, name, values[name])
    lead.folded = fold(lead.name)
    lead.full_clean()
    lead.save(update_fields=[*changes, "folded"])
    require_still(by, Lead.objects.all(), LEAD, "change", [lead.pk])
    facts.emit(lead_fact(lead, LeadChanged, by, company_now(), changes=changes, fields=", ".join(sorted(changes))))
    return lead


def _given(
    lead: Lead, old: User | None, given: Assignment, by: Actor, at: datetime, correction: int | None
) -> facts.NewFact:
    changes = {"owner": [old.pk if old else None, lead.owner_id]}
    before = old.pk if old else None
    if lead.owner is None:
        return lead_fact(lead, LeadPooled, by, at, changes=changes, from_owner=before, rule=given.rule)
    return lead_fact(
        lead,
        LeadAssigned,
        by,
        at,
        changes=changes,
        from_owner=before,
        to_name=lead.owner.name,
        why=given.why,
        rule=given.rule,
        correction=correction,
    )


def _plain(value: Any) -> Any:
    return getattr(value, "pk", value)
