"""A day of the simulated people on the real records: what the world decides is done by the product's own operations."""

from datetime import date, datetime, time, timedelta

from django.db import transaction

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.models import Deal, Outcome
from setpoint.domains.sales.operations import deals
from setpoint.kernel import people
from setpoint.kernel.actors import SIMULATION
from setpoint.kernel.models import Absence
from setpoint.simulation.books import UNKNOWN, Arrivals, ResultKind, Results, Touches, TouchKind
from setpoint.simulation.bridge.cast import Cast
from setpoint.simulation.bridge.desk import PREFIX, book_of
from setpoint.simulation.people import customer

_TOUCH = {TouchKind.CALL: "call", TouchKind.EMAIL: "email", TouchKind.MEETING: "meeting"}
_LONGEST_ABSENCE = 60


@transaction.atomic
def live_day(cast: Cast, day: date) -> None:
    """Let the market enquire and the sellers work on `day`, from the lists, owners and hold-outs as they stand.

    All of it or nothing: a day cut short by a crash is lived again from the morning.
    """
    arrivals = cast.world.arrivals(day)
    take_in(cast, day, arrivals)
    record_absences(cast, day)
    if not cast.world.works(day):
        return
    book, ids = book_of(cast, day)
    outcome = cast.world.work_day(day, book)
    touch(cast, day, outcome.touches, ids)
    settle(cast, day, outcome.results, ids)


def take_in(cast: Cast, day: date, arrivals: Arrivals) -> None:
    """Create the customers and deals of a day's enquiries, routed as the company routes."""
    owners = cast.world.route(arrivals, cast.world.routing(day))
    known = _customers(cast, day, arrivals)
    columns = (
        arrivals.ref,
        owners,
        arrivals.minute,
        arrivals.channel,
        arrivals.product,
        arrivals.amount,
        arrivals.customer,
    )
    deals.create_many(
        [
            Deal(
                name=f"{cast.products[product].name} · {known[number].name}"[:200],
                pipeline=cast.stages[0].pipeline,
                stage=cast.stages[0],
                owner=cast.sellers[owner],
                customer=known[number],
                product=cast.products[product],
                channel=cast.channels[channel],
                amount=amount,
                currency=cast.currency,
                opened_at=moment(cast, day, minute),
                external_id=f"{PREFIX}{ref}",
            )
            for ref, owner, minute, channel, product, amount, number in zip(
                *(column.tolist() for column in columns), strict=True
            )
        ],
        by=SIMULATION,
    )


def record_absences(cast: Cast, day: date) -> None:
    """Write down the absences that begin on `day`, as the staff office would: with their last day."""
    away = cast.world.absent(day)
    if not away.any():
        return
    written = set(
        Absence.objects.filter(user__in=cast.sellers, last_day__gte=day, first_day__lte=day).values_list(
            "user", flat=True
        )
    )
    for seller in away.nonzero()[0].tolist():
        if cast.sellers[seller].pk not in written:
            last = day
            while (last - day).days < _LONGEST_ABSENCE and cast.world.absent(last + timedelta(days=1))[seller]:
                last += timedelta(days=1)
            people.record_absence(cast.sellers[seller], first_day=day, last_day=last, by=SIMULATION)


def touch(cast: Cast, day: date, touches: Touches, ids: dict[int, int]) -> None:
    """Record what the sellers did."""
    columns = (touches.ref, touches.owner, touches.kind, touches.minute, touches.connected)
    deals.touch_many(
        [
            deals.Touch(
                ids[ref],
                _TOUCH[TouchKind(kind)],
                moment(cast, day, minute),
                connected=connected,
                author=cast.author(owner),
            )
            for ref, owner, kind, minute, connected in zip(*(column.tolist() for column in columns), strict=True)
        ],
        by=SIMULATION,
    )


def settle(cast: Cast, day: date, results: Results, ids: dict[int, int]) -> None:
    """Record what became of the deals."""
    moves, closings = [], []
    columns = (results.ref, results.owner, results.kind, results.stage, results.minute, results.reason, results.amount)
    for ref, owner, kind, stage, minute, reason, amount in zip(*(column.tolist() for column in columns), strict=True):
        author = cast.author(owner) if owner != UNKNOWN else None
        at = moment(cast, day, minute)
        if kind == ResultKind.ADVANCED:
            moves.append(deals.Move(ids[ref], cast.stages[stage + 1], at, author))
        elif kind == ResultKind.WON:
            closings.append(deals.Closing(ids[ref], Outcome.WON, at, amount, author=author))
        else:
            closings.append(deals.Closing(ids[ref], Outcome.LOST, at, reason=cast.reasons[reason], author=author))
    deals.move_many(moves, by=SIMULATION)
    deals.close_many(closings, by=SIMULATION)


def _customers(cast: Cast, day: date, arrivals: Arrivals) -> dict[int, Party]:
    """Return the cards of a day's enquirers, made for those who come for the first time."""
    numbers = dict(zip(arrivals.customer.tolist(), arrivals.team.tolist(), strict=True))
    keys = {f"{PREFIX}{number}": number for number in numbers}
    known = {keys[party.external_id]: party for party in Party.objects.filter(external_id__in=keys)}
    new = [_card(cast, number, team) for number, team in numbers.items() if number not in known]
    created = parties.create_many(new, by=SIMULATION, at=moment(cast, day, 0))
    return known | {keys[party.external_id]: party for party in created}


def _card(cast: Cast, number: int, team: int) -> Party:
    who = customer(number, language=cast.language, team=team)
    person = f"{who.first_name} {who.last_name}"
    return Party(
        kind="organisation" if who.organisation else "person",
        name=who.organisation or person,
        email=who.email,
        phone=who.phone,
        external_id=f"{PREFIX}{number}",
    )


def moment(cast: Cast, day: date, minute: int) -> datetime:
    """Return a minute of a day on the company's clock."""
    return datetime.combine(day, time(), cast.zone) + timedelta(minutes=minute)
