"""Deciding how control judges."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.analysis.classes import Tolerance
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.governed import GovernedKind, govern
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import COMPANY
from setpoint.loop.control.models import RuleSet
from setpoint.loop.control.record import RulesChanged
from setpoint.loop.control.rules import Rules

KIND = "control.rules"
TOLERANCES = ("green", "yellow", "red", "alarm_money", "completeness", "past_dates", "hysteresis", "evaluations")
NUMBERS = ("budget", "indifference", "few_wins", *TOLERANCES)

govern(GovernedKind(KIND, gettext_lazy("Rules of control"), ("change",), scopes=(Scope.ALL,)))


def latest() -> RuleSet:
    """Return the rules that hold, unsaved as installed where nobody has changed any."""
    return RuleSet.objects.order_by("-pk").first() or RuleSet()


def rules_now() -> Rules:
    """Return the rules that hold, as the turn of the loop reads them."""
    row = latest()
    return Rules(
        budget=row.budget,
        indifference=row.indifference,
        few_wins=row.few_wins,
        tolerance=Tolerance(**{name: getattr(row, name) for name in TOLERANCES}),
    )


@transaction.atomic
def change(values: Mapping[str, float], *, by: Actor) -> RuleSet:
    """Let the rules be these numbers; what is not named stays. ValidationError names the field."""
    require(by, KIND, "change")
    before = latest()
    told = {name: getattr(before, name) for name in NUMBERS}
    row = RuleSet(**(told | dict(values)), set_at=company_now(), set_by=by.label)
    row.clean_fields()
    if not row.red <= row.yellow <= row.green:
        raise ValidationError({"yellow": _("The edges must rise: review, correct, on course.")})
    changes = {name: [told[name], getattr(row, name)] for name in NUMBERS if told[name] != getattr(row, name)}
    if not changes:
        return before
    row.save()
    facts.emit(
        facts.NewFact(RulesChanged(count=len(changes)), about=COMPANY, by=by, occurred_at=row.set_at, changes=changes)
    )
    return row
