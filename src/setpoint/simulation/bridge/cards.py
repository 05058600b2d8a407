"""Cards that live: some customers of the demo have birthdays, preferences, roles, and decisions that wait."""

from datetime import date, timedelta
from typing import Any

from setpoint.domains.customers.models import LifeStage, Occasion, OccasionKind, PartyRole, Preference, Topic, Valuation
from setpoint.domains.customers.operations import decisions, details, life
from setpoint.domains.customers.valuing import value_all
from setpoint.domains.sales.models import Deal
from setpoint.kernel.actors import SIMULATION
from setpoint.kernel.clock import company_today
from setpoint.simulation.names import Language
from setpoint.simulation.presets import Words

FEW = 12
STEPS = (
    Words("Send samples of cedar", "Отправить образцы кедра"),
    Words("Call after the holidays", "Позвонить после праздников"),
    Words("Measure the plot", "Замерить участок"),
)
OUTCOME = Words("Wants a shed by spring", "Хочет сарай к весне")
MORNINGS = Words("In the mornings", "По утрам")


def fill_cards(language: Language) -> None:
    """Value every customer, and fill the cards of some with open deals; again is no change."""
    if Valuation.objects.exists():
        return
    value_all()
    today = company_today()
    birthday, time = OccasionKind.objects.get(key="birthday"), Topic.objects.get(key="time_of_contact")
    stage = LifeStage.objects.get(key="prospect")
    deals = Deal.objects.open().filter(customer__kind="person").select_related("customer").order_by("-pk")
    people = list({deal.customer_id: deal.customer for deal in deals[: 3 * FEW]}.values())[:FEW]
    rows: list[Any] = []
    for number, party in enumerate(people):
        day = today + timedelta(days=3 * number)
        born = date(1960 + 3 * number, day.month, min(day.day, 28))
        rows += [
            Occasion(party=party, kind=birthday, on=born),
            PartyRole(party=party, role="prospect", since=today),
            Preference(party=party, topic=time, value=MORNINGS.of(language)),
        ]
    if rows:
        details.add_many(rows, by=SIMULATION)
        life.enter_many({party.pk: stage for party in people if party}, by=SIMULATION)
    for number, party in enumerate(people[: len(STEPS)]):
        if party is not None:
            step = STEPS[number].of(language)
            due = today + timedelta(days=number + 1)
            decisions.decide(party, outcome=OUTCOME.of(language), next_step=step, due_on=due, by=SIMULATION)
