"""What a later kind, custom fields and notes must be able to do: registered by the same door, found like the rest."""

from collections.abc import Iterator, Sequence

import pytest
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from setpoint.domains.sales.operations import deals
from setpoint.journal.followers import catch_up
from setpoint.journal.forgetting import forget
from setpoint.kernel import permissions
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.models import Team
from setpoint.kernel.people import TEAM, create_team, record_absence
from setpoint.kernel.permissions import register_visible
from setpoint.platform.fields.operations.definitions import change_field
from setpoint.platform.fields.operations.values import fill, read_texts
from setpoint.platform.objects.operations.kinds import add_kind
from setpoint.platform.objects.operations.records import create
from setpoint.platform.search.finding import find
from setpoint.platform.search.kinds import (
    KINDS,
    MORE,
    Field,
    Row,
    SearchKind,
    Shown,
    Weight,
    register_kind,
    register_texts,
)
from tests.cast import MONDAY, Cast
from tests.platform.fields.making import PARTY, a_field
from tests.platform.search.helpers import found, run_jobs

REGION = "test.region"


def show_team(row: Row) -> Shown:
    return Shown(row["name"], (row["region"],), "users")


@pytest.fixture
def team_kind(cast: Cast) -> Iterator[SearchKind]:
    """Teams as a kind that only tests search, with a custom field and notes that stand elsewhere."""
    kind = register_kind(
        SearchKind(
            TEAM,
            gettext_lazy("Settings"),
            link="settings",
            fields=(Field("name", weight=Weight.NAME), Field("region")),
            columns=("name", "region"),
            show=show_team,
            follows={"kernel.user": "head"},
        )
    )
    notes: dict[int, list[str]] = {cast.north.pk: ["Meets on Thursdays in the boathouse"]}

    def texts(_kind: str, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
        return ((number, text) for number in ids for text in notes.get(number, ()))

    register_texts(TEAM, "notes", texts)
    register_texts(TEAM, "custom fields", lambda _kind, ids: [(number, "Сертификат надзора") for number in ids])
    yield kind
    del KINDS[TEAM], MORE[TEAM]


def labels(actor: Actor, text: str) -> list[str]:
    catch_up(["search"])
    return [hit.shown.label for group in find(actor, text, limit=6, kinds=[TEAM]).groups for hit in group.hits]


def test_a_later_kind_is_found_by_its_fields_and_by_texts_that_stand_elsewhere(
    cast: Cast, team_kind: SearchKind
) -> None:
    east = create_team(name="Eastern harbour", region="Дальний Восток", by=SYSTEM)
    assert labels(SYSTEM, "harbor") == ["Eastern harbour"]
    assert labels(SYSTEM, "восток") == ["Eastern harbour"]
    assert labels(SYSTEM, "сертификаты") == ["Eastern harbour"]
    assert labels(SYSTEM, "east") == [east.name]


def test_its_rights_are_asked_as_those_of_any_kind(cast: Cast, team_kind: SearchKind) -> None:
    create_team(name="Eastern harbour", by=SYSTEM)
    assert labels(Actor.of(cast.olga), "harbour") == ["Eastern harbour"]
    assert labels(Actor.of(cast.sara), "harbour") == []


def test_a_kind_whose_rows_nobody_may_see_is_found_by_nobody(cast: Cast) -> None:
    @register_visible(REGION)
    def none(actor: Actor) -> QuerySet[Team]:
        return Team.objects.none()

    register_kind(SearchKind(REGION, "Regions", "settings", (Field("name"),), ("name", "region"), show_team))
    try:
        assert find(Actor.of(cast.olga), "north", limit=6, kinds=[REGION]).groups == []
    finally:
        del KINDS[REGION], permissions._KINDS[REGION]


def test_a_change_of_what_its_text_follows_reaches_it(cast: Cast, team_kind: SearchKind) -> None:
    assert labels(SYSTEM, "north") == []
    cast.north.head = cast.sara
    cast.north.save()
    record_absence(cast.sara, first_day=MONDAY.date(), last_day=MONDAY.date(), by=SYSTEM)
    assert labels(SYSTEM, "north") == ["North"]
    assert labels(SYSTEM, "thursday boathouse") == ["North"]


def test_personal_fields_must_say_whose_they_are() -> None:
    with pytest.raises(ValueError, match="names no person"):
        register_kind(
            SearchKind("test.card", "Cards", "settings", (Field("name", personal=True),), ("name",), show_team)
        )
    assert "test.card" not in KINDS


def test_a_custom_field_is_found_as_soon_as_it_is_searchable(cast: Cast) -> None:
    roof = a_field("roof", "choice", kind=PARTY)
    fill(PARTY, cast.oak.pk, read_texts([roof], {"roof": "gable"}), by=SYSTEM)
    assert found(cast.sara, "двускатной") == []
    change_field(roof, {"searchable": True}, by=SYSTEM)
    assert found(cast.sara, "двускатной") == []
    run_jobs()
    assert found(cast.sara, "двускатной") == ["Oak & Sons"]
    fill(PARTY, cast.oak.pk, read_texts([roof], {"roof": "flat"}), by=SYSTEM)
    assert found(cast.sara, "двускатной") == []
    assert found(cast.sara, "oak flat") == ["Oak & Sons"]


def test_a_record_of_an_administrators_kind_is_found_by_who_may_see_it(cast: Cast) -> None:
    machines = add_kind(
        key="machine",
        names={"en": "Machine", "ru": "Станок"},
        plurals={"en": "Machines", "ru": "Станки"},
        by=SYSTEM,
    )
    create(machines, name="Band saw of the north", by=SYSTEM)
    catch_up(["search"])
    (group,) = find(Actor.of(cast.olga), "band saws", limit=6).groups
    assert (str(group.kind.heading), [hit.shown.label for hit in group.hits]) == ("Machines", ["Band saw of the north"])
    assert find(Actor.of(cast.stan), "band saw", limit=6).groups == []


@pytest.mark.parametrize("who", ["oak", "ivan"])
def test_what_was_said_about_a_deal_is_found_and_forgotten_with_the_person(cast: Cast, who: str) -> None:
    customer = getattr(cast, who)
    deal = deals.create(
        name="Cedar shed",
        pipeline=cast.pipeline,
        stage=cast.stages[0],
        owner=cast.sara,
        customer=customer,
        currency="USD",
        by=SYSTEM,
    )
    deals.touch_many([deals.Touch(deal.pk, "call", MONDAY, text="Хочет прозрачную крышу")], by=SYSTEM)
    assert found(cast.sara, "прозрачная крыша") == ["Cedar shed"]
    assert found(cast.semyon, "прозрачная крыша") == []
    forget(cast.ivan.pk, by=SYSTEM)
    run_jobs()
    assert found(cast.sara, "прозрачная крыша") == (["Cedar shed"] if who == "oak" else [])
