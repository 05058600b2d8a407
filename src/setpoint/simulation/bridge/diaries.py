"""Diaries that live: open deals of the demo have next steps, calls and meetings, some done, some overdue."""

from datetime import datetime, time, timedelta

from setpoint.domains.activities.models import Activity, Sequence, SequenceStep
from setpoint.domains.activities.operations import activities, endings, sequences
from setpoint.domains.activities.operations.activities import NewActivity
from setpoint.domains.sales.models import Deal
from setpoint.kernel.actors import SIMULATION
from setpoint.kernel.clock import company_today, company_zone
from setpoint.kernel.models import User
from setpoint.kernel.refs import Ref
from setpoint.simulation.names import Language
from setpoint.simulation.presets import Words

MOST = 160
# kind, what, hour (None: the whole day), minutes
STEPS = (
    ("call", Words("Call about the offer", "Позвонить по предложению"), 10, 15),
    ("meeting", Words("Look at the plot together", "Вместе осмотреть участок"), 14, 60),
    ("task", Words("Send the drawings", "Отправить чертежи"), None, 0),
    ("call", Words("Ask who else decides", "Узнать, кто ещё решает"), 16, 15),
    ("task", Words("Work out the price of delivery", "Рассчитать доставку"), None, 0),
)
NOTHING = Words("", "")
WARM, FOLLOWED = Words("After the offer", "После предложения"), 12
FOLLOW_UP = (
    ("call", 0, Words("Ask what they think of the offer", "Спросить, что думают о предложении"), NOTHING),
    (
        "letter",
        3,
        Words("Three sheds near you", "Три сарая рядом с вами"),
        Words("Come and look at a shed we built near you.", "Приезжайте посмотреть сарай, который мы построили рядом."),
    ),
    ("task", 5, Words("Decide whether to go on", "Решить, продолжать ли"), NOTHING),
)
TEAM = Words("Meeting of the team", "Планёрка отдела")


def fill_diaries(language: Language) -> None:
    """Plan something about the newest open deals, from last week to next, and end what lies before today; once."""
    if Activity.objects.exists():
        return
    today, zone = company_today(), company_zone()
    deals = list(Deal.objects.open().select_related("owner", "customer").order_by("-pk")[:MOST])
    news = []
    for number, deal in enumerate(deals):
        kind, words, hour, minutes = STEPS[number % len(STEPS)]
        day = today + timedelta(days=number % 15 - 5)
        news.append(
            NewActivity(
                kind=kind,
                subject=words.of(language),
                owner=deal.owner,
                customer=deal.customer,
                about=Ref("sales.deal", deal.pk),
                due_at=datetime.combine(day, time(hour or 0), zone),
                all_day=hour is None,
                minutes=minutes,
                priority=1 if number % 7 == 0 else 2,
            )
        )
    news += [
        NewActivity(
            kind="meeting",
            subject=TEAM.of(language),
            owner=head,
            due_at=datetime.combine(today - timedelta(days=today.weekday()), time(9, 30), zone),
            minutes=30,
            repeat="FREQ=WEEKLY;BYDAY=MO",
            users=list(User.objects.filter(team__parent__head=head).values_list("pk", flat=True)),
        )
        for head in User.objects.filter(heads__isnull=False).distinct()
    ]
    made = activities.plan_many(news, by=SIMULATION)
    past = [row for row in made if row.due_at.astimezone(zone).date() < today and not row.repeat]
    _follow_up(language, deals)
    # one in four is overdue, as it is with people
    endings.end_many({row.pk: "done" for place, row in enumerate(past) if place % 4}, by=SIMULATION)


def _follow_up(language: Language, deals: list[Deal]) -> None:
    """Let some deals go through a sequence that the head of sales put together."""
    series = Sequence(name=WARM.of(language), stops_on=["customers.contacted", "sales.deal_won", "sales.deal_lost"])
    rows = [
        SequenceStep(kind=kind, wait_days=days, subject=words.of(language), text=text.of(language))
        for kind, days, words, text in FOLLOW_UP
    ]
    sequences.save(series, rows, by=SIMULATION)
    sequences.enrol_many(series, "sales.deal", [deal.pk for deal in deals[:FOLLOWED]], by=SIMULATION)
