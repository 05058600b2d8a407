"""Daily measures: what deals add up to, that taking back subtracts, and that a rebuild gives the same rows."""

from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deals
from setpoint.domains.sales.operations.deals import Closing, Touch
from setpoint.journal.followers import catch_up, step
from setpoint.journal.models import Fact
from setpoint.journal.writing import retract
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.models import Company
from setpoint.loop.record.accumulating import NAME, rebuild
from setpoint.loop.record.models import DailyMeasure
from tests.cast import MONDAY, Cast

TUESDAY = MONDAY + timedelta(days=1)


def some_deals(cast: Cast, count: int = 1, **values: object) -> list[Deal]:
    given = {
        "pipeline": cast.pipeline,
        "stage": cast.stages[0],
        "owner": cast.sara,
        "customer": cast.oak,
        "product": cast.shed,
        "amount": 480_000,
        "currency": "USD",
        "opened_at": MONDAY,
    } | values
    return deals.create_many([Deal(name=f"Shed {number}", **given) for number in range(count)], by=SYSTEM)


def rows(**wanted: object) -> list[tuple]:
    found = DailyMeasure.objects.filter(**wanted).order_by("measure", "scope_kind", "scope_id", "day")
    return list(found.values_list("measure", "scope_kind", "scope_id", "day", "n", "total", "squares"))


def of_company() -> dict[str, tuple[int, int]]:
    """Number and total of each measure of the company, over all days."""
    found: dict[str, tuple[int, int]] = {}
    for measure, _, _, _, n, total, _ in rows(scope_kind="company"):
        before = found.get(measure, (0, 0))
        found[measure] = (before[0] + n, before[1] + total)
    return found


def test_a_won_deal_adds_to_company_team_owner_and_product_on_its_day(cast: Cast) -> None:
    (deal,) = some_deals(cast)
    deals.close_many([Closing(deal.pk, "won", TUESDAY, 450_000)], by=SYSTEM)
    catch_up()
    assert rows(measure="sales.revenue") == [
        ("sales.revenue", kind, number, TUESDAY.date(), 1, 450_000, 450_000.0**2)
        for kind, number in [
            ("company", 1),
            ("owner", cast.sara.pk),
            ("product", cast.shed.pk),
            ("team", cast.north.pk),
        ]
    ]
    assert of_company() == {
        "sales.created": (1, 1),
        "sales.cycle": (1, 86_400),
        "sales.revenue": (1, 450_000),
        "sales.won": (1, 1),
    }


def test_the_day_is_that_of_the_companys_zone(cast: Cast) -> None:
    Company.objects.update(time_zone="Asia/Vladivostok")
    some_deals(cast, opened_at=datetime(2026, 3, 2, 20, 0, tzinfo=UTC))
    catch_up()
    assert [day for _, _, _, day, *_ in rows(scope_kind="company")] == [date(2026, 3, 3)]


def test_a_deal_created_at_an_unknown_time_is_outside_time_measures_and_counted_as_such(cast: Cast) -> None:
    (deal,) = some_deals(cast, opened_at=None)
    deals.close_many([Closing(deal.pk, "won", TUESDAY)], by=SYSTEM)
    catch_up()
    assert of_company() == {
        "sales.created_unknown": (1, 1),
        "sales.revenue": (1, 480_000),
        "sales.won": (1, 1),
    }


def test_a_lost_deal_of_unknown_worth_is_lost_all_the_same(cast: Cast) -> None:
    (deal,) = some_deals(cast)
    deals.close_many([Closing(deal.pk, "lost", TUESDAY, reason="Price", forget_amount=True)], by=SYSTEM)
    catch_up()
    assert of_company() == {"sales.created": (1, 1), "sales.cycle": (1, 86_400), "sales.lost": (1, 1)}


def test_a_reopened_deal_takes_away_what_its_win_had_brought(cast: Cast) -> None:
    (deal,) = some_deals(cast)
    deals.close_many([Closing(deal.pk, "won", MONDAY)], by=SYSTEM)
    deals.reopen(deal, by=SYSTEM)
    catch_up()
    assert of_company() == {"sales.created": (1, 1)}


def test_an_undone_import_leaves_every_figure_as_it_was(cast: Cast) -> None:
    some_deals(cast)
    catch_up()
    before = rows()
    first = Fact.objects.order_by("pk").last().pk
    more = some_deals(cast, 3)
    deals.close_many([Closing(more[0].pk, "won", TUESDAY)], by=SYSTEM)
    catch_up()
    assert rows() != before
    retract(Fact.objects.filter(pk__gt=first).values_list("pk", flat=True), by=SYSTEM, reason="undone")
    catch_up()
    assert rows() == before


EVENT = st.tuples(
    st.sampled_from(["open", "touch", "win", "lose", "reopen", "retract"]),
    st.integers(0, 5),
    st.integers(0, 400_000),
    st.integers(0, 9),
)


@given(history=st.lists(EVENT, max_size=25), stops=st.sets(st.integers(0, 25), max_size=4))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_measures_rebuilt_from_nothing_are_those_accumulated(cast: Cast, history: list, stops: set) -> None:
    with transaction.atomic():
        for number, (verb, which, amount, day) in enumerate(history):
            happen(cast, verb, which, amount, MONDAY + timedelta(days=day))
            if number in stops:
                catch_up([NAME])
        catch_up([NAME])
        accumulated = rows()
        assert accumulated == summed_by_hand()
        rebuild()
        assert rows() == accumulated
        assert step(NAME) == 0
        transaction.set_rollback(True)


def happen(cast: Cast, verb: str, which: int, amount: int, at: datetime) -> None:
    if verb == "open":
        some_deals(cast, amount=amount, opened_at=at if amount % 2 else None, owner=cast.nora if which else cast.sara)
        return
    if verb == "retract":
        retract(
            Fact.objects.filter(about_kind="sales.deal").values_list("pk", flat=True)[which:9:2], by=SYSTEM, reason=""
        )
        return
    chosen = Deal.objects.filter(closed_at__isnull=verb != "reopen").order_by("pk")[which : which + 1]
    for deal in chosen:
        match verb:
            case "touch":
                deals.touch_many([Touch(deal.pk, "call", at)], by=SYSTEM)
            case "reopen":
                deals.reopen(deal, by=SYSTEM)
            case _:
                outcome = {"win": "won", "lose": "lost"}[verb]
                deals.close_many([Closing(deal.pk, outcome, at, amount, reason="Price")], by=SYSTEM)


def summed_by_hand() -> list[tuple]:
    """The same sums from standing facts, fact by fact, by the words of each measure."""
    sums: dict[tuple, list[int]] = {}

    def add(fact: Fact, measure: str, value: int, n: int = 1) -> None:
        scopes = [("company", 1), ("owner", fact.data["owner"])]
        scopes += [(kind, fact.data[kind]) for kind in ("team", "product") if fact.data[kind]]
        for kind, number in scopes:
            cell = sums.setdefault((measure, kind, number, fact.occurred_at.date()), [0, 0, 0])
            cell[0] += n
            cell[1] += n * value
            cell[2] += n * value**2

    for fact in Fact.objects.standing().filter(about_kind="sales.deal"):
        data = fact.data
        match fact.kind:
            case "sales.deal_opened":
                add(fact, "sales.created" if data["dated"] else "sales.created_unknown", 1)
            case "sales.deal_touched":
                add(fact, "sales.touches", 1)
            case "sales.deal_won" | "sales.deal_lost" | "sales.deal_reopened":
                n = -1 if fact.kind == "sales.deal_reopened" else 1
                outcome = data.get("outcome", fact.kind.removeprefix("sales.deal_"))
                add(fact, f"sales.{outcome}", 1, n)
                if outcome == "won" and data["amount"] is not None:
                    add(fact, "sales.revenue", data["amount"], n)
                if data["cycle_days"] is not None:
                    add(fact, "sales.cycle", round(data["cycle_days"] * 86_400), n)
    return sorted(
        (*key, n, total, float(squares)) for key, (n, total, squares) in sums.items() if n or total or squares
    )
