"""Words of leads in the configuration file: states in order, sources with their norms."""

from typing import Any

from django.core.exceptions import ValidationError

from setpoint.domains.sales.models import LeadSource, LeadState
from setpoint.domains.sales.operations import lead_words
from setpoint.kernel.actors import Actor
from setpoint.platform.configuration.parts import AtError, Finite, Part, Strict, register

STATE = ("name", "meaning", "norm_days", "effort")
SOURCE = ("key", "name", "norm_minutes", "points")


class StateGiven(Strict):
    """A state; `meaning` is open, qualified or accepted. One that is not there yet comes after those that are."""

    name: str
    meaning: str = "open"
    norm_days: int = 3
    effort: Finite = 1.0


class SourceGiven(Strict):
    """Where inquiries come from; the first answer is due within `norm_minutes` of working time."""

    key: str
    name: str
    norm_minutes: int = 60
    points: int = 20


class LeadsGiven(Strict):
    """What is not named stays."""

    states: list[StateGiven] = []
    sources: list[SourceGiven] = []


@register
class LeadsPart(Part):
    """Under `leads`."""

    name = "leads"
    order = 35
    schema = LeadsGiven

    def export(self) -> Any:
        return {
            "states": [_exported(state, STATE) for state in LeadState.objects.all()],
            "sources": [_exported(source, SOURCE) for source in LeadSource.objects.order_by("key")],
        }

    def apply(self, wanted: LeadsGiven, *, by: Actor) -> None:
        states = {state.name: state for state in LeadState.objects.all()}
        before = [_exported(state, STATE) for state in states.values()]
        for given in wanted.states:
            _set(states.setdefault(given.name, LeadState()), given)
        if [_exported(state, STATE) for state in states.values()] != before:
            try:
                lead_words.set_states(list(states.values()), by=by)
            except ValidationError as refusal:
                raise AtError(("states",), " ".join(refusal.messages)) from refusal
        sources = {source.key: source for source in LeadSource.objects.all()}
        for number, one in enumerate(wanted.sources):
            source = sources.get(one.key) or LeadSource()
            if _exported(source, SOURCE) == one.model_dump():
                continue
            _set(source, one)
            try:
                lead_words.save_source(source, by=by)
            except ValidationError as refusal:
                raise AtError(("sources", number), " ".join(refusal.messages)) from refusal


def _exported(row: LeadState | LeadSource, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _set(row: LeadState | LeadSource, given: Strict) -> None:
    for name, value in given:
        setattr(row, name, value)
