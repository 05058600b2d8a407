"""Rules of how long data are kept: previewed with counts, carried out by company time, nobody busy is taken."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.operations import deals
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import set_company_time
from setpoint.loop.inform.models import Mail
from setpoint.platform.personal.models import RetentionRule
from setpoint.platform.personal.retention import carry_out, count_due
from setpoint.platform.personal.rules import drop_rule, set_rule
from tests.cast import MONDAY, Cast

PEOPLE = "customers.party"
YEAR = timedelta(days=365)


@pytest.fixture
def later(cast: Cast) -> Cast:
    """Two years on: Ivan was never heard of again, Ada called last month, Bert has an open deal."""
    ada, bert = (parties.create(kind="person", name=name, by=SYSTEM) for name in ("Ada Ash", "Bert Birch"))
    deal = {"pipeline": cast.pipeline, "stage": cast.stages[0], "owner": cast.sara, "currency": "USD", "by": SYSTEM}
    deals.create(name="Bert's shed", customer=bert, **deal)
    set_company_time(MONDAY + 2 * YEAR - timedelta(days=30), rate=0)
    parties.change(ada, {"phone": "+1 202 555 0143"}, by=SYSTEM)
    set_company_time(MONDAY + 2 * YEAR, rate=0)
    return cast


def names() -> list[str]:
    return sorted(Party.objects.values_list("name", flat=True))


def test_the_preview_counts_who_would_go_tonight(later: Cast) -> None:
    assert [count_due(PEOPLE, days) for days in (30, 365, 729, 731)] == [1, 1, 1, 0]
    assert names() == ["Ada Ash", "Bert Birch", "Ivan Petrov", "Oak & Sons"]


@pytest.mark.parametrize(
    ("deed", "left"),
    [
        ("report", ["Ada Ash", "Bert Birch", "Ivan Petrov", "Oak & Sons"]),
        ("anonymise", ["-", "Ada Ash", "Bert Birch", "Oak & Sons"]),
        ("erase", ["Ada Ash", "Bert Birch", "Oak & Sons"]),
    ],
)
def test_at_night_happens_what_the_rule_says(later: Cast, deed: str, left: list[str]) -> None:
    set_rule(PEOPLE, days=365, deed=deed, by=Actor.of(later.olga))

    assert carry_out() == {PEOPLE: 1}
    assert names() == left
    told = Fact.objects.get(kind="personal.retention_kept")
    assert (told.data["count"], told.data["kind"]) == (1, PEOPLE)
    assert RetentionRule.objects.get().last_count == 1
    assert carry_out() == {PEOPLE: 1 if deed == "report" else 0}


def test_without_a_rule_nothing_ever_goes(later: Cast) -> None:
    set_rule(PEOPLE, days=365, deed="erase", by=SYSTEM)
    drop_rule(PEOPLE, by=SYSTEM)
    assert carry_out() == {}
    assert "Ivan Petrov" in names()


def test_letters_that_were_sent_have_an_end_as_well(cast: Cast) -> None:
    common = {"user": cast.sara, "to": cast.sara.email, "created_at": MONDAY - YEAR, "next_attempt_at": MONDAY}
    for state in ("sent", "waiting"):
        Mail.objects.create(message_id=f"<{state}@x>", subject="x", text="x", html="x", state=state, **common)
    set_rule("inform.mail", days=90, deed="erase", by=SYSTEM)
    assert carry_out() == {"inform.mail": 1}
    assert Mail.objects.get().state == "waiting"


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"kind": PEOPLE, "days": 29, "deed": "erase"}, {"days": ["From 30 days on."]}),
        ({"kind": "sales.deal", "days": 365, "deed": "erase"}, {"kind": ["There is no such choice."]}),
        (
            {"kind": "inform.mail", "days": 365, "deed": "anonymise"},
            {"deed": ["This cannot happen to records of this kind."]},
        ),
    ],
)
def test_a_rule_that_cannot_be_is_refused(cast: Cast, values: dict[str, object], wrong: dict[str, list[str]]) -> None:
    with pytest.raises(ValidationError) as refused:
        set_rule(**values, by=SYSTEM)
    assert (refused.value.message_dict, RetentionRule.objects.count()) == (wrong, 0)


def test_only_who_sees_to_personal_data_sets_rules(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        set_rule(PEOPLE, days=365, deed="erase", by=Actor.of(cast.henry))
    assert RetentionRule.objects.count() == 0
