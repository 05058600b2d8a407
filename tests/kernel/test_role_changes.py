"""What roles grant is changed with a fact that says from what to what, and nobody locks everybody out."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.operations import deals
from setpoint.journal.models import Fact
from setpoint.journal.reading import tell, timeline, veiled
from setpoint.kernel import placing, role_changes, suspending
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.field_rights import hidden, readonly, veil
from setpoint.kernel.governed import Condition
from setpoint.kernel.models import Grant
from setpoint.kernel.permissions import remembering
from setpoint.kernel.role_changes import Granted
from setpoint.platform.fields.operations.values import fill
from setpoint.platform.fields.reading import fields_for
from tests.cast import Cast
from tests.kernel.test_scopes import DEAL, PARTY, a_deal
from tests.platform.fields.making import a_field


def test_a_change_of_rights_says_from_what_to_what(cast: Cast) -> None:
    role = cast.mia.role
    late = Condition("stage", "from", str(cast.stages[2].pk))
    role_changes.grant(role, DEAL, [Granted(DEAL, "see", "below", (late,))], by=Actor.of(cast.olga))

    told = Fact.objects.get(kind="kernel.rights_changed")
    assert told.changes == {"sales.deal:see": ["", f"below (stage from {cast.stages[2].pk})"]}
    assert told.data == {"key": "marketer", "name": "Marketer", "what": "sales.deal:see"}
    role_changes.grant(role, DEAL, [Granted(DEAL, "see", "below", (late,))], by=Actor.of(cast.olga))
    assert Fact.objects.filter(kind="kernel.rights_changed").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        Granted(DEAL, "see", "everything"),
        Granted(PARTY, "see", "own"),
        Granted(DEAL, "approve", "all"),
        Granted(DEAL, "see", "all", (Condition("stage", "from", "999999"),)),
        Granted(DEAL, "see", "all", (Condition("amount", "from", "plenty"),)),
        Granted(DEAL, "see", "all", (Condition("team", "under", "999999"),)),
    ],
    ids=["no scope", "nobody owns a customer", "no such action", "a stage that is no more", "no amount", "no team"],
)
def test_a_right_that_means_nothing_is_refused(cast: Cast, wrong: Granted) -> None:
    before = list(Grant.objects.values_list("pk", flat=True))
    with pytest.raises(ValidationError):
        role_changes.grant(cast.mia.role, wrong.kind, [wrong], by=SYSTEM)
    assert list(Grant.objects.values_list("pk", flat=True)) == before


def test_who_may_not_change_roles_changes_none(cast: Cast) -> None:
    for change in (
        lambda by: role_changes.grant(cast.henry.role, DEAL, [Granted(DEAL, "*", "all")], by=by),
        lambda by: role_changes.govern_fields(cast.henry.role, DEAL, {}, by=by),
        lambda by: placing.give_roles(cast.henry, cast.olga.role, by=by),
        lambda by: placing.limit_access(cast.sara, None, by=by),
    ):
        with pytest.raises(PermissionDenied):
            change(Actor.of(cast.henry))
    assert not Fact.objects.filter(kind="kernel.rights_changed").exists()


def test_the_last_who_may_change_rights_keeps_that(cast: Cast) -> None:
    role_changes.grant(cast.olga.role, "*", [Granted("*", "*", "all")], by=SYSTEM)
    for change in (
        lambda: role_changes.grant(cast.olga.role, "*", [], by=SYSTEM),
        lambda: placing.give_roles(cast.olga, cast.sara.role, by=SYSTEM),
        lambda: suspending.suspend(cast.olga, by=SYSTEM),
    ):
        with pytest.raises(ValidationError, match="Nobody could change rights any more"):
            change()
    assert role_changes.administrators() == [cast.olga.pk]


def test_a_role_can_begin_as_another_one(cast: Cast) -> None:
    role_changes.govern_fields(cast.sara.role, DEAL, {"amount": "hidden"}, by=SYSTEM)
    made = role_changes.create_role(name="Seller", like=cast.sara.role, by=SYSTEM)
    assert made.key == "seller-2"
    assert role_changes.grants_of(made, DEAL) == role_changes.grants_of(cast.sara.role, DEAL)
    assert dict(made.field_rights.values_list("field", "level")) == {"amount": "hidden"}


def test_a_hidden_field_is_empty_on_what_is_shown_and_in_what_happened(cast: Cast) -> None:
    a_field("margin")
    deal = a_deal(cast, cast.sara, amount=100)
    deals.change(deal, {"amount": 200}, by=SYSTEM)
    fill(DEAL, deal.pk, {"margin": "12 %"}, by=SYSTEM)
    role_changes.govern_fields(cast.sara.role, DEAL, {"amount": "hidden", "f.margin": "hidden"}, by=SYSTEM)
    sara = remembering(Actor.of(cast.sara))

    assert hidden(sara, DEAL) == readonly(sara, DEAL) == {"amount", "f.margin"}
    assert [one.amount for one in veil(sara, DEAL, [deal])] == [None]
    assert fields_for(sara, DEAL) == []
    facts = [veiled(told, sara) for told in tell(list(timeline(sara, about=(DEAL, deal.pk))))]
    assert [told.changes for told in facts if told.fact.kind != "sales.deal_changed"] == [{}, {}]
    assert all("amount" not in told.changes and "amount" not in told.data for told in facts)
    assert hidden(Actor.of(cast.olga), DEAL) == frozenset()


def test_a_field_that_is_only_read_is_written_by_nobody_of_the_role(cast: Cast) -> None:
    a_field("margin")
    deal = a_deal(cast, cast.sara, amount=100)
    levels = {"amount": "read_only", "f.margin": "read_only"}
    role_changes.govern_fields(cast.sara.role, DEAL, levels, by=SYSTEM)
    role_changes.govern_fields(cast.sara.role, PARTY, {"email": "read_only"}, by=SYSTEM)
    sara = Actor.of(cast.sara)

    for change in (
        lambda: deals.change(deal, {"amount": 200}, by=sara),
        lambda: deals.win(deal, amount=200, by=sara),
        lambda: fill(DEAL, deal.pk, {"margin": "12 %"}, by=sara),
        lambda: parties.change(cast.oak, {"email": "oak@oak.example"}, by=sara),
        lambda: parties.create(kind="person", name="Ada", email="ada@oak.example", by=sara),
    ):
        with pytest.raises(PermissionDenied, match="Your role only reads"):
            change()
    deal.refresh_from_db()
    assert (deal.amount, deal.closed_at) == (100, None)
    deals.change(deal, {"name": "Barn"}, by=sara)
    deals.win(deal, by=sara)


def test_what_one_role_hides_another_shows(cast: Cast) -> None:
    role_changes.govern_fields(cast.sara.role, DEAL, {"amount": "hidden", "product": "hidden"}, by=SYSTEM)
    reader = role_changes.create_role(name="Reader", by=SYSTEM)
    role_changes.grant(reader, DEAL, [Granted(DEAL, "see", "own")], by=SYSTEM)
    role_changes.govern_fields(reader, DEAL, {"amount": "read_only", "product": "hidden"}, by=SYSTEM)
    placing.give_roles(cast.sara, cast.sara.role, [reader], by=SYSTEM)

    sara = Actor.of(cast.sara)
    assert (hidden(sara, DEAL), readonly(sara, DEAL)) == ({"product"}, {"amount", "product"})
