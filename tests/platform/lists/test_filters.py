"""The language of filters: what it says, what it refuses and where, and that nothing breaks it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setpoint.domains.sales.models import Deal
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.platform.lists.columns import Column, Native
from setpoint.platform.lists.filters import DEEPEST, MOST, FilterError, Group, parse, write
from setpoint.platform.lists.types import Chosen, Linked, Number, Text
from tests.platform.lists.making import asked, tree

COLUMNS: dict[str, Column] = {
    "name": Native("name", "Name", Text(folded=True), "folded"),
    "employees": Native("employees", "Employees", Number(), "employees"),
    "owner": Native("owner", "Owner", Linked(people=True), "owner"),
    "kind": Native("kind", "Kind", Chosen(choices={"person": "Person", "other": "Other"}), "kind"),
}


def problems(text: str) -> list[str]:
    with pytest.raises(FilterError) as refused:
        parse(text, COLUMNS, SYSTEM)
    return list(refused.value.messages)


@pytest.mark.parametrize(
    ("given", "fitting"),
    [
        (["f.roof", "is", "flat"], [1, 3, 5]),
        (["f.roof", "not", "flat"], [0, 2, 4, 6]),
        (["f.roof", "any", ["flat", "gable"]], [0, 1, 2, 3, 4, 5, 6]),
        (["f.area", "from", "2"], [1, 4, 6]),
        (["f.area", "not", "1"], [1, 3, 4, 5, 6]),
        (["f.area", "empty"], [3, 5]),
        (["f.area", "filled"], [0, 1, 2, 4, 6]),
        (["f.plot", "starts", "PLOT 1"], [1, 4]),
        (["f.built", "from", "today-4"], [6]),
        (["f.built", "last", "5"], [6]),
        (["f.built", "next", "1"], []),
        (["amount", "from", "4"], [4, 5]),
        (["amount", "is", "2"], [2]),
        (["amount", "empty"], [0, 3, 6]),
        (["opened", "to", "2026-02-26"], [4, 5, 6]),
        (["opened", "is", "25.02.2026"], [5]),
        (["opened", "last", "5"], [2, 3, 4]),
        (["name", "starts", "SHED"], [0, 1, 2, 3, 4, 5, 6]),
        (["name", "is", "shed 1"], [1, 4]),
        (["customer", "is", "Oak & Sons"], [0, 1, 2, 3, 4, 5, 6]),
        (["state", "is", "won"], []),
        (["state", "not", "won"], [0, 1, 2, 3, 4, 5, 6]),
    ],
)
def test_a_condition_keeps_what_fulfils_it(sheds, given, fitting):
    found = Deal.objects.filter(tree({"all": [given]}).q).values_list("pk", flat=True)

    assert set(found) == {sheds[number] for number in fitting}


@pytest.mark.parametrize(
    ("given", "fitting"),
    [
        ({"any": [["f.area", "is", "3"], ["name", "is", "shed 0"]]}, [0, 3, 4, 6]),
        ({"all": [["f.roof", "is", "flat"], {"any": [["f.area", "is", "2"], ["f.area", "empty"]]}]}, [1, 3, 5]),
        ({"any": [{"all": [["f.roof", "is", "gable"], ["f.area", "is", "1"]]}, ["amount", "is", "5"]]}, [0, 2, 5]),
        ({"any": []}, [0, 1, 2, 3, 4, 5, 6]),
        ({"all": [{"any": []}, ["f.area", "is", "3"]]}, [4]),
    ],
)
def test_groups_join_by_and_and_by_or(sheds, given, fitting):
    found = Deal.objects.filter(tree(given).q).values_list("pk", flat=True)

    assert set(found) == {sheds[number] for number in fitting}


def test_a_team_holds_the_teams_below_it_and_me_is_whoever_asks(cast, sheds):
    sara = Actor.of(cast.sara)
    of_team = {"all": [["team", "is", str(cast.north.parent_id)]]}
    mine = {"all": [["owner", "is", "me"]]}

    assert Deal.objects.filter(tree(of_team).q).count() == 7
    assert set(Deal.objects.filter(tree(mine, by=sara).q).values_list("pk", flat=True)) == set(sheds[:5])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[", "The filter cannot be read: it breaks off or goes wrong at sign 2."),
        ("[]", "A group is written {“all”: […]} or {“any”: […]}."),
        ('{"not": []}', "A group is written {“all”: […]} or {“any”: […]}."),
        ('{"all": 1}', "A group is written {“all”: […]} or {“any”: […]}."),
        (
            '{"all": [["name", "is", "a"], 7]}',
            "Condition 2 of the filter: A condition is written [“column”, “word”, “value”].",
        ),
        (
            '{"all": [{"any": [["name", "is", "a"], ["gone", "is", "1"]]}]}',
            "Condition 1.2 of the filter: There is no column “gone” to filter by.",
        ),
        (
            '{"all": [["employees", "starts", "1"]]}',
            "Condition 1 of the filter: Employees: “starts” cannot be asked of this field.",
        ),
        ('{"all": [["employees", "is", ""]]}', "Condition 1 of the filter: Employees: Write what to compare with."),
        (
            '{"all": [["employees", "from", "many"]]}',
            "Condition 1 of the filter: Employees: Write a number in digits, for example 1250.5.",
        ),
        ('{"all": [["employees", "is", "1.5"]]}', "Condition 1 of the filter: Employees: Write a whole number."),
        ('{"all": [["owner", "is", "Sara"]]}', "Condition 1 of the filter: Owner: Choose a record from the list."),
        ('{"all": [["kind", "is", "cat"]]}', "Condition 1 of the filter: Kind: “cat” cannot be chosen here."),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text, message):
    assert problems(text) == [message]


def test_every_place_that_is_wrong_is_told():
    text = '{"all": [["gone", "is", "1"], ["name", "is", "a"], {"any": [["employees", "is", "x"]]}]}'

    assert [place for place, _message in _refusal(text).wrong] == [(1,), (3, 1)]


def _refusal(text: str) -> FilterError:
    with pytest.raises(FilterError) as refused:
        parse(text, COLUMNS, SYSTEM)
    return refused.value


def test_a_filter_is_bounded():
    deep = "{}"
    for _level in range(DEEPEST + 1):
        deep = f'{{"all": [{deep}]}}'
    many = json.dumps({"any": [["name", "is", "a"]] * (MOST + 1)})

    assert problems(deep) == ["Condition 1.1.1.1 of the filter: Groups stand in groups at most 4 deep."]
    assert problems(many) == ["Condition 51 of the filter: A filter has at most 50 conditions."]
    assert problems("[" * 20_000) == ["The filter is longer than 10000 signs."]
    assert problems("[" * 9000)[0].startswith("The filter cannot be read")


values = st.one_of(st.text(max_size=8), st.integers(), st.floats(), st.none(), st.booleans(), st.lists(st.text()))
words = st.sampled_from(["is", "not", "any", "from", "to", "starts", "empty", "filled", "last", "joined"])
names = st.sampled_from([*COLUMNS, "gone", "", "f.area"])
conditions = st.one_of(st.tuples(names, words, values).map(list), st.tuples(names, words).map(list), values)
groups = st.recursive(
    conditions,
    lambda parts: st.dictionaries(st.sampled_from(["all", "any", "none"]), st.lists(parts, max_size=4), max_size=2),
    max_leaves=20,
)


def read_or_refused(text: str) -> tuple[Group | None, list[str]]:
    try:
        return parse(text, COLUMNS, SYSTEM), []
    except FilterError as refusal:
        return None, list(refusal.messages)


@given(groups)
def test_whatever_is_given_is_understood_or_refused_with_a_place(given):
    understood, messages = read_or_refused(json.dumps(given))

    assert (understood is None) is bool(messages)
    if understood is not None:
        assert write(parse(write(understood), COLUMNS, SYSTEM)) == write(understood)


@given(st.one_of(st.text(max_size=200), st.binary(max_size=100).map(lambda raw: raw.decode("latin-1"))))
def test_no_text_breaks_the_reader(text):
    understood, messages = read_or_refused(text)

    assert (understood is None) is bool(messages)


@given(st.text(max_size=30), st.sampled_from(["is", "from", "to", "last", "starts", "any", "not"]))
@pytest.mark.parametrize("column", ["f.area", "f.roof", "f.plot", "f.built", "amount", "opened", "name", "owner"])
@pytest.mark.usefixtures("sheds")
def test_no_value_breaks_a_list(column, word, value):
    question = asked(filter=json.dumps({"all": [[column, word, value]]}))

    if not question.problems:
        assert question.search.fitting.count() <= 7
