"""Founding Tidewater Sheds: its people, its products, and a history that the simulated people lived."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from setpoint.domains.catalog.models import Product
from setpoint.domains.catalog.operations import products
from setpoint.domains.sales.operations import pipelines
from setpoint.journal.followers import catch_up
from setpoint.kernel import people
from setpoint.kernel.actors import SIMULATION, Actor
from setpoint.kernel.clock import company_zone, machine_now, set_company_time
from setpoint.kernel.models import Company, Team, User
from setpoint.kernel.roles import ensure_default_roles
from setpoint.loop.cycle_plan import draft_plan, plan_goal
from setpoint.loop.plan.models import Plan
from setpoint.loop.plan.operations.goals import set_goals
from setpoint.loop.record.accumulating import NAME as MEASURES
from setpoint.platform.search.rebuilding import build_whole
from setpoint.simulation.bridge.ambition import REVENUE, another_goal, period_around, revenue_goal
from setpoint.simulation.bridge.cards import fill_cards
from setpoint.simulation.bridge.cast import Cast, email_of, language_of, load, make_world
from setpoint.simulation.bridge.diaries import fill_diaries
from setpoint.simulation.bridge.passing import live_until, next_morning, turn_loop
from setpoint.simulation.models import SimulatedLife
from setpoint.simulation.names import Language
from setpoint.simulation.presets import Preset, Words

PASSWORD = "garden-sheds"  # noqa: S105 - printed on the first page of every demo
WEEKS = 104
SEED = 20_260_301
# the loop has turned every evening for so long when somebody first looks
WITH_LOOP = timedelta(weeks=4)

_OFFICE = (
    (Words("Olga Owen", "Ольга Оуэн"), "owner"),
    (Words("Henry Hale", "Генри Хейл"), "head"),
    (Words("Mia Marsh", "Мия Марш"), "marketer"),
    (Words("Anton Aster", "Антон Астер"), "agent"),
)
_WITHIN_REACH = Words("Grow, but stay within reach", "Вырасти, но остаться в пределах достижимого")
_PLANNED_ANEW = Words("As the quarter has gone so far", "По тому, как идёт период")
# probability, norm in days, touches per exit of qualification, meeting, proposal, closing
_STAGES = ((10, 5, 2.5), (25, 14, 4.0), (45, 21, 4.5), (65, 14, 4.0))


def found(
    *,
    language: Language = "en",
    currency: str = "USD",
    country: str = "US",
    time_zone: str = "UTC",
    weeks: int = WEEKS,
    today: date | None = None,
    with_loop: timedelta = WITH_LOOP,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Create the demo company and let it live `weeks` until the morning of `today` (the machine's day by default).

    What is there already is kept: a founding cut short goes on where it was. `progress(done, total)` counts days.
    """
    if not SimulatedLife.objects.exists():
        _begin(language, currency, country, time_zone, weeks, today)
    life = SimulatedLife.objects.get()
    cast = load()
    yesterday = life.troubled_on - timedelta(days=1)
    total = (life.troubled_on - life.born_on).days

    def count(day: date) -> None:
        progress((day - life.born_on).days + 1, total)

    first_day, last_day = period_around(life.troubled_on)
    live_until(cast, first_day - timedelta(days=1), turn=False, progress=count)
    if not Plan.objects.exists():
        _plan(cast, life, first_day, last_day)
    live_until(cast, yesterday - with_loop, turn=False, progress=count)
    live_until(cast, yesterday, progress=count)
    next_morning(cast)
    _ask_again(cast, first_day, last_day)
    turn_loop()
    fill_cards(cast.language)
    fill_diaries(cast.language)
    build_whole()


def _plan(cast: Cast, life: SimulatedLife, first_day: date, last_day: date) -> None:
    """Set the goal of the period on its first morning, as the owner of the company would."""
    next_morning(cast)
    catch_up([MEASURES])
    plan_goal(
        parameter=REVENUE,
        first_day=first_day,
        last_day=last_day,
        target=revenue_goal(cast, life.born_on, life.troubled_on, first_day, last_day),
        by=_owner(),
        reason=_WITHIN_REACH.of(cast.language),
    )


def _ask_again(cast: Cast, first_day: date, last_day: date) -> None:
    """Let the owner plan anew where the last weeks went much better or worse than was to be expected."""
    catch_up([MEASURES])
    target = another_goal()
    if target is not None:
        drafted = draft_plan(parameter=REVENUE, first_day=first_day, last_day=last_day, target=target)
        set_goals(
            first_day=first_day,
            last_day=last_day,
            # revenue alone: of deals created, what is asked could not be made up for so late
            trees=drafted.trees[:1],
            by=_owner(),
            reason=_PLANNED_ANEW.of(cast.language),
        )


def _owner() -> Actor:
    olga = User.objects.get(email=email_of("Olga Owen"))
    return Actor("simulation", olga.pk, olga.name, "simulation")


@transaction.atomic
def _begin(language: Language, currency: str, country: str, time_zone: str, weeks: int, today: date | None) -> None:
    company = Company.objects.create(
        name="Tidewater Sheds",
        language=language,
        currency=currency,
        country=country,
        time_zone=time_zone,
        is_demo=True,
    )
    morning = today or machine_now().astimezone(company_zone()).date()
    first = morning - timedelta(weeks=weeks)
    set_company_time(datetime.combine(first, time(8), company_zone()), rate=0)
    life = SimulatedLife.objects.create(
        seed=SEED, born_on=first, troubled_on=morning, lived_until=first - timedelta(days=1)
    )
    preset, _world = make_world(life, company)
    _hire(preset, language_of(company))
    _stock(preset, language)


def _hire(preset: Preset, language: Language) -> None:
    roles = ensure_default_roles()
    hashed = make_password(PASSWORD)  # once: hashing is slow on purpose
    sales = people.create_team(name={"en": "Sales", "ru": "Продажи"}[language], by=SIMULATION)
    teams = [people.create_team(name=words.of(language), parent=sales, by=SIMULATION) for words in preset.teams]

    def user(words: Words, role: str, team: Team | None, *, simulated: bool) -> User:
        new = User(
            name=words.of(language),
            email=email_of(words.en),
            role=roles[role],
            team=team,
            language=language,
            is_simulated=simulated,
        )
        new.password = hashed
        return new

    office = [user(words, role, sales if role == "head" else None, simulated=False) for words, role in _OFFICE]
    sellers = [user(seller.name, "seller", teams[seller.team], simulated=True) for seller in preset.sellers]
    created = people.create_users([*office, *sellers], by=SIMULATION)
    people.set_head(sales, created[1], by=SIMULATION)


def _stock(preset: Preset, language: Language) -> None:
    pipelines.create(
        name={"en": "Sheds", "ru": "Сараи"}[language],
        stages=[
            pipelines.NewStage(words.of(language), probability, norm, effort)
            for words, (probability, norm, effort) in zip(preset.stages, _STAGES, strict=True)
        ],
        by=SIMULATION,
    )
    products.create_many(
        [
            Product(name=words.of(language), list_price=product.price, currency=preset.currency)
            for words, product in zip(preset.products, preset.parameters.products, strict=True)
        ],
        by=SIMULATION,
    )
