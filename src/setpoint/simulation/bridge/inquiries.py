"""Inquiries on the desk of the demo company: routed among its sellers, some answered, handed over or left alone."""

from datetime import timedelta

from django.db import transaction

from setpoint.domains.sales.models import Lead, Method, RoutingRule
from setpoint.domains.sales.operations import handovers, intake, lead_endings, leads, routing
from setpoint.domains.sales.operations.intake import Inquiry
from setpoint.kernel.actors import SIMULATION
from setpoint.kernel.clock import company_now
from setpoint.simulation.bridge.cast import Cast
from setpoint.simulation.people import customer
from setpoint.simulation.presets import Words

COUNT = 16
# people whom the market of the simulation never sends
FIRST = 900_001
SOURCES = ("site", "phone", "site", "email", "partner")
_ASKED = Words("How much is a shed of three by four metres?", "Сколько стоит сарай три на четыре метра?")
_RULE = Words("Every inquiry, by weights", "Любое обращение, по весам")
_REASON = Words("Wanted to rent one", "Хотели взять в аренду")


@transaction.atomic
def inquire(cast: Cast) -> int:
    """Let people enquire during the last working day, and sellers answer some; return how many. Done once."""
    if Lead.objects.exists():
        return 0
    seats = [routing.Seat(seller) for seller in cast.sellers if seller.is_active]
    rule = RoutingRule(name=_RULE.of(cast.language), method=Method.WEIGHTS)
    routing.save(rule, seats=seats, by=SIMULATION)
    now = company_now()
    made = [lead for lead in intake.receive_many(_asked(cast), by=SIMULATION) if isinstance(lead, Lead)]
    answered = [leads.Touch(lead.pk, "call", now - timedelta(minutes=5)) for lead in made[:6]]
    leads.touch_many(answered, by=SIMULATION)
    handovers.qualify(made[0], receiver=seats[0].user, by=SIMULATION)
    lead_endings.to_contact(made[1], by=SIMULATION)
    lead_endings.reject_many([made[2].pk], reason=_REASON.of(cast.language), by=SIMULATION)
    leads.assign_many([leads.Assignment(lead.pk, None) for lead in made[-2:]], by=SIMULATION)
    return len(made)


def _asked(cast: Cast) -> list[Inquiry]:
    now, found = company_now(), []
    for number in range(COUNT):
        who = customer(FIRST + number, language=cast.language, team=number % len(cast.teams))
        found.append(
            Inquiry(
                source=SOURCES[number % len(SOURCES)],
                name=f"{who.first_name} {who.last_name}",
                organisation=who.organisation or "",
                email=who.email,
                phone=who.phone,
                message=_ASKED.of(cast.language) if number % 2 else "",
                product=cast.products[number % len(cast.products)] if number % 3 else None,
                at=now - timedelta(hours=COUNT - number),
            )
        )
    return found
