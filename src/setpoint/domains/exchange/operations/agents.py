"""Calls of agents, each a fact."""

from django.utils.translation import gettext_noop

from setpoint.domains.exchange.record import AgentCalled
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.people import USER
from setpoint.kernel.refs import COMPANY, Ref

OUTCOMES = {
    "done": gettext_noop("done"),
    "refused": gettext_noop("refused"),
    "dry": gettext_noop("tried only, nothing changed"),
}


def note(tool: str, *, dry: bool, outcome: str, by: Actor) -> None:
    """Write down that an agent called a tool, and how it ended."""
    about = Ref(USER, by.user_id) if by.user_id else COMPANY
    told = OUTCOMES["dry" if dry and outcome == "done" else outcome]
    facts.emit(facts.NewFact(AgentCalled(tool[:60], told), about=about, by=by, occurred_at=company_now()))
