"""The book of a day, read from the real records: owners, stages, last touches, the recommended order, hand-overs."""

from datetime import date, datetime

import numpy as np

from setpoint.domains.sales.models import Deal
from setpoint.journal.models import Fact
from setpoint.simulation.books import NEVER, UNKNOWN, Book
from setpoint.simulation.bridge.cast import Cast
from setpoint.simulation.draws import Ints
from setpoint.simulation.working_days import worked_between

PREFIX = "world:"
# deals that people of the demo create by hand have luck too, from numbers no world gives out
BY_HAND = 10**15


def world_ref(deal_id: int, external_id: str) -> int:
    """Return the number by which the world knows a deal."""
    return int(external_id.removeprefix(PREFIX)) if external_id.startswith(PREFIX) else BY_HAND + deal_id


def book_of(cast: Cast, day: date) -> tuple[Book, dict[int, int]]:
    """Return the open deals of the simulated sellers on `day`, and deal ids by the world's numbers."""
    sellers = {user.pk: index for index, user in enumerate(cast.sellers)}
    stages = {stage.pk: index for index, stage in enumerate(cast.stages)}
    products = {product.pk: index for index, product in enumerate(cast.products)}
    channels = {channel: index for index, channel in enumerate(cast.channels)}
    rows = list(
        Deal.objects.open()
        .filter(owner__in=sellers, stage__in=stages, opened_at__isnull=False)
        .values_list(
            "pk",
            "external_id",
            "owner",
            "stage",
            "opened_at",
            "touched_at",
            "amount",
            "product",
            "channel",
            "work_list_position__score",
        )
        .order_by("pk")
    )
    ids = [row[0] for row in rows]
    refs = [world_ref(row[0], row[1]) for row in rows]
    opened_at = [row[4] for row in rows if row[4] is not None]  # the filter above has left no other
    opened = _ordinals(cast, opened_at)
    touched = _ordinals(cast, [row[5] or at for row, at in zip(rows, opened_at, strict=True)])
    today = day.toordinal()
    country = cast.preset.parameters.country
    handed = _handed_over(cast, ids)
    book = Book.of(
        ref=refs,
        owner=[sellers[row[2]] for row in rows],
        stage=[stages[row[3]] for row in rows],
        idle_days=worked_between(country, touched, today),
        age_days=worked_between(country, opened, today),
        amount=[row[6] or 0 for row in rows],
        touched=np.array([row[5] is not None for row in rows], dtype=np.bool_),
        priority=np.array([np.nan if row[9] is None else row[9] for row in rows], dtype=np.float64),
        handed_over_on=[handed.get(pk, NEVER) for pk in ids],
        channel=[channels.get(row[8], UNKNOWN) for row in rows],
        product=[products.get(row[7] or 0, UNKNOWN) for row in rows],
        since_minute=[
            _minute(cast, at) if ordinal == today else 0 for at, ordinal in zip(opened_at, opened, strict=True)
        ],
    )
    return book, dict(zip(refs, ids, strict=True))


def _ordinals(cast: Cast, moments: list[datetime]) -> Ints:
    return np.array([moment.astimezone(cast.zone).toordinal() for moment in moments], dtype=np.int64)


def _minute(cast: Cast, moment: datetime) -> int:
    local = moment.astimezone(cast.zone)
    return local.hour * 60 + local.minute


def _handed_over(cast: Cast, ids: list[int]) -> dict[int, int]:
    """Return the ordinal of the day of each deal's last change of owner."""
    facts = Fact.objects.filter(kind="sales.deal_reassigned").standing().order_by("occurred_at")
    found = facts.values_list("about_id", "occurred_at")
    wanted = set(ids)
    return {pk: at.astimezone(cast.zone).toordinal() for pk, at in found if pk in wanted}
