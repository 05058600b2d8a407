"""Words of leads that the company chooses: states, sources, how inquiries are worked."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override, pgettext

from setpoint.domains.sales.lead_record import LeadWordsChanged
from setpoint.domains.sales.models import LeadPolicy, LeadSource, LeadState, Meaning
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.models import Company
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import COMPANY

KIND = "sales.lead_words"
STATES, SOURCES, POLICY = gettext_noop("states of leads"), gettext_noop("sources of leads"), gettext_noop("leads")


def ensure_words() -> list[LeadState]:
    """Return the states in order; a company that has none begins with four, and with sources of its own language."""
    states = list(LeadState.objects.all())
    if states:
        return states
    with transaction.atomic(), override(Company.objects.values_list("language", flat=True).first() or "en"):
        LeadState.objects.bulk_create(
            LeadState(name=name, position=place, meaning=meaning, norm_days=norm, effort=effort)
            for place, (name, meaning, norm, effort) in enumerate(
                (
                    (pgettext("state of a lead", "New"), Meaning.OPEN, 1, 1.0),
                    (pgettext("state of a lead", "In conversation"), Meaning.OPEN, 5, 2.0),
                    (pgettext("state of a lead", "Qualified"), Meaning.QUALIFIED, 1, 1.0),
                    (pgettext("state of a lead", "Accepted"), Meaning.ACCEPTED, 3, 1.0),
                )
            )
        )
        known = set(LeadSource.objects.values_list("key", flat=True))
        LeadSource.objects.bulk_create(
            LeadSource(key=key, name=name, norm_minutes=norm, points=points)
            for key, name, norm, points in (
                ("site", _("Web site"), 60, 30),
                ("phone", _("Telephone call"), 15, 40),
                ("email", _("E-mail"), 240, 25),
                ("partner", _("Partner"), 240, 50),
                ("other", _("Other"), 480, 15),
            )
            if key not in known
        )
    return list(LeadState.objects.all())


def policy_now() -> LeadPolicy:
    """Return how inquiries are worked; unsaved defaults where nobody has said."""
    return LeadPolicy.objects.select_related("pipeline").first() or LeadPolicy()


@transaction.atomic
def set_policy(*, by: Actor, **values: Any) -> LeadPolicy:
    """Say how inquiries are worked. ValidationError names the field."""
    require(by, KIND, "change")
    policy = LeadPolicy.objects.select_for_update().first() or LeadPolicy()
    changes = {}
    for name, value in values.items():
        before = getattr(policy, name)
        if before != value:
            changes[name] = [getattr(before, "pk", before), getattr(value, "pk", value)]
            setattr(policy, name, value)
    if changes:
        policy.full_clean()
        policy.save()
        _tell(POLICY, "", by, changes)
    return policy


@transaction.atomic
def set_states(given: Sequence[LeadState], *, by: Actor) -> list[LeadState]:
    """Let these be the states in this order, saved or not; one that is left out goes if no lead stands in it.

    ValidationError where names repeat, none means open, or a state that is left out is used.
    """
    require(by, KIND, "change")
    names = [state.name.strip() for state in given]
    if len(set(map(str.casefold, names))) < len(names) or not all(names):
        raise ValidationError({"name": _("Every state has a name of its own.")})
    if not any(state.meaning == Meaning.OPEN for state in given):
        raise ValidationError({"meaning": _("One state at least must be one in which leads are worked.")})
    gone = LeadState.objects.exclude(pk__in=[state.pk for state in given if state.pk])
    if used := gone.filter(leads__isnull=False).first():
        raise ValidationError({"name": _("Leads are in the state “%(name)s”: move them first.") % {"name": used.name}})
    before = list(LeadState.objects.values_list("name", flat=True))
    gone.delete()
    # positions are unique: out of the way first
    for shift, state in enumerate(LeadState.objects.all()):
        LeadState.objects.filter(pk=state.pk).update(position=1000 + shift)
    for place, state in enumerate(given):
        state.name, state.position = state.name.strip(), place
        state.full_clean(validate_unique=False, validate_constraints=False)
        state.save()
    _tell(STATES, ", ".join(names), by, {"states": [before, names]})
    return list(LeadState.objects.all())


@transaction.atomic
def save_source(source: LeadSource, *, by: Actor) -> LeadSource:
    """Save a source, new or changed. ValidationError names the field."""
    require(by, KIND, "change")
    source.full_clean()
    source.save()
    _tell(SOURCES, source.name, by, {"norm_minutes": [None, source.norm_minutes], "points": [None, source.points]})
    return source


def _tell(what: str, name: str, by: Actor, changes: dict[str, list[Any]]) -> None:
    payload = LeadWordsChanged(what=what, name=name)
    facts.emit(facts.NewFact(payload, about=COMPANY, by=by, occurred_at=company_now(), changes=changes))
