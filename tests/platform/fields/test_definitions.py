"""Fields as an administrator declares them."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import override

from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.platform.fields.models import Choice, Field
from setpoint.platform.fields.operations.choices import ChoiceGiven
from setpoint.platform.fields.operations.definitions import SectionGiven, arrange_form, change_field
from setpoint.platform.fields.operations.values import fill, read_texts
from setpoint.platform.fields.reading import fields_of
from tests.platform.fields.making import DEAL, PARTY, ROOFS, a_field
from tests.platform.fields.test_values import a_deal


def test_a_field_has_its_name_in_the_readers_language_else_in_the_one_there_is(cast):
    both, english = a_field("roof"), a_field("plot", names={"en": "Plot", "ru": " "})

    assert (str(both), str(english)) == ("Roof", "Plot")
    with override("ru"):
        assert (str(both), str(english)) == ("ROOF", "Plot")


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({"key": "Roof"}, "key"),
        ({"key": "amount"}, "key"),
        ({"key": "taken"}, "key"),
        ({"kind": "sales.pipeline"}, "kind"),
        ({"type": "colour"}, "type"),
        ({"names": {"en": " "}}, "names"),
        ({"names": {"en": "x" * 121}}, "names"),
        ({"type": "money", "settings": {"currency": "XXL"}}, "settings"),
        ({"type": "number", "settings": {"places": 9}}, "settings"),
        ({"type": "link", "settings": {"to": "nothing"}}, "settings"),
        ({"settings": {"colour": "red"}}, "settings"),
        ({"type": "choice", "choices": []}, "choices"),
        ({"type": "text", "choices": ROOFS}, "choices"),
        ({"type": "file", "unique": True}, "unique"),
        ({"required_from": 10**9}, "required_from"),
    ],
)
def test_what_is_no_field_is_refused_by_its_part_and_nothing_is_added(cast, values, part):
    a_field("taken")
    before = Field.objects.count(), Fact.objects.count(), Choice.objects.count()

    with pytest.raises(ValidationError) as refused:
        a_field(**({"key": "new"} | values))

    assert list(refused.value.message_dict) == [part]
    assert (Field.objects.count(), Fact.objects.count(), Choice.objects.count()) == before


def test_only_those_who_may_change_fields_add_them(cast):
    with pytest.raises(PermissionDenied):
        a_field("roof", by=Actor.of(cast.henry))

    assert not Field.objects.exists()


def test_changing_a_field_is_a_fact_with_old_and_new(cast):
    field = a_field("roof", "choice")

    change_field(field, {"listed": True}, choices=[*ROOFS, ChoiceGiven("dome", {"en": "Dome"})], by=SYSTEM)

    fact = Fact.objects.get(kind="fields.altered")
    assert fact.changes["listed"] == [False, True]
    assert [key for key, _names in fact.changes["choices"][1]] == ["gable", "flat", "dome"]
    assert change_field(field, {"listed": True}, by=SYSTEM).listed
    assert Fact.objects.filter(kind="fields.altered").count() == 1


def test_a_choice_that_stands_in_records_is_not_simply_left_out(cast):
    field, deal = a_field("roof", "choice"), a_deal(cast)
    fill(DEAL, deal.pk, read_texts([field], {"roof": "flat"}), by=SYSTEM)

    with pytest.raises(ValidationError, match=r"“Flat” stands in records: 1."):
        change_field(field, {}, choices=ROOFS[:1], by=SYSTEM)

    change_field(field, {}, choices=ROOFS[1:], by=SYSTEM)
    assert [choice.key for choice in fields_of(DEAL)[0].choices.all() if choice.removed_at is None] == ["flat"]


def test_a_form_is_arranged_in_sections(cast):
    for key in ("one", "two", "three"):
        a_field(key)

    arrange_form(kind=DEAL, form=[SectionGiven({}, ["two"]), SectionGiven({"en": "Site"}, ["three", "one"])], by=SYSTEM)

    assert [(field.key, str(field.section or "")) for field in fields_of(DEAL)] == [
        ("two", ""),
        ("three", "Site"),
        ("one", "Site"),
    ]


def test_an_arrangement_that_loses_a_field_is_refused(cast):
    a_field("one"), a_field("two")

    with pytest.raises(ValidationError, match="Every field stands in the form once: two"):
        arrange_form(kind=DEAL, form=[SectionGiven({}, ["one"])], by=SYSTEM)


def test_fields_of_one_kind_are_not_those_of_another(cast):
    a_field("roof"), a_field("roof", kind=PARTY)

    assert [field.kind for field in fields_of(PARTY)] == [PARTY]
