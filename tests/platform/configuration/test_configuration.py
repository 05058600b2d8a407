"""The configuration as one file: there and back, errors with their place, all of it or nothing."""

from datetime import date

import pytest
import yaml
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from setpoint.domains.customers.models import OccasionKind, RelationKind
from setpoint.domains.customers.operations.vocabularies import close, word
from setpoint.domains.sales.models import Gate, LeadSource, LeadState, Pipeline, Stage
from setpoint.domains.sales.operations.lead_words import ensure_words
from setpoint.domains.sales.operations.stages import NewGate, set_gates
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.calendar_orders import set_day, set_week
from setpoint.kernel.limits.models import Limit
from setpoint.kernel.limits.operations import change
from setpoint.kernel.models import BusinessCalendar, Company, Grant
from setpoint.platform.configuration import applying, files
from setpoint.platform.configuration.files import FileError
from setpoint.platform.fields.models import Field
from setpoint.platform.fields.operations.definitions import SectionGiven, arrange_form
from setpoint.platform.fields.reading import fields_of
from setpoint.platform.objects.models import ObjectKind
from tests.platform.fields.making import DEAL, a_field
from tests.platform.objects.test_kinds import MACHINE, machines

FIELDS = """version: 1
fields:
  sales.deal:
  - key: half
    type: formula
    names: {en: Half, ru: Половина}
    settings: {formula: "area / 2"}
  - key: area
    type: number
    names: {en: Area}
    section: {en: Site, ru: Участок}
    required: Sheds / Proposal
"""


def rich(cast):
    """A company with something in every part of the file."""
    machines()
    a_field("roof", "choice", listed=True)
    a_field("area", "number", required_from=cast.stages[2].pk, settings={"places": 2}, help={"en": "m²"})
    a_field("half", "formula", settings={"formula": "area / 2"})
    a_field("power", "number", kind=MACHINE, required_from=0)
    arrange_form(
        kind=DEAL, form=[SectionGiven({}, ["half"]), SectionGiven({"en": "Site"}, ["roof", "area"])], by=SYSTEM
    )
    set_gates(cast.stages[2], [NewGate("native", "amount"), NewGate("field", "area", hard=False)], by=SYSTEM)
    ensure_words()
    change({"check.late_minutes": 7}, by=SYSTEM)
    seven = ((7 * 60, 11 * 60), (22 * 60, 30 * 60))
    set_week(None, [seven] * 5 + [(), ()], country="DE", region="BY", by=SYSTEM)
    set_day(None, date(2026, 12, 31), (), name="Stocktaking", by=SYSTEM)
    set_week(cast.sara.team, [(), seven, *[()] * 5], keeps_holidays=False, by=SYSTEM)
    word(RelationKind(name="Neighbour of", reverse="Neighbour of"), by=SYSTEM)
    close(word(OccasionKind(name="First shed", days_before=3), by=SYSTEM), by=SYSTEM)


def test_what_was_written_is_what_is(cast):
    rich(cast)

    assert applying.compared(files.written(), by=SYSTEM) == []
    assert applying.apply(files.written(), by=SYSTEM) == []
    assert not Fact.objects.filter(kind="configuration.applied").exists()


def test_a_file_makes_another_company_the_same(cast):
    rich(cast)
    text = files.written()
    Field.objects.all().delete()
    ObjectKind.objects.all().delete()
    Stage.objects.update(probability=1)
    Gate.objects.all().delete()
    LeadState.objects.update(norm_days=9)
    LeadSource.objects.all().delete()
    Limit.objects.all().delete()
    BusinessCalendar.objects.all().delete()
    RelationKind.objects.all().delete()
    OccasionKind.objects.update(closed_at=None, days_before=9)
    Grant.objects.filter(role__key="seller").delete()
    Company.objects.update(name="Other")
    assert files.written() != text

    applying.apply(text, by=SYSTEM)

    assert files.written() == text


def test_a_file_adds_and_changes_and_what_it_does_not_name_stays(cast):
    a_field("roof", "choice")

    changes = applying.apply(FIELDS, by=SYSTEM)

    assert [(one.place, one.old) for one in changes] == [("fields / sales.deal", None)] or len(changes) == 2
    assert [(one.key, str(one.section or "")) for one in fields_of(DEAL)] == [
        ("half", ""),
        ("roof", ""),
        ("area", "Site"),
    ]
    assert fields_of(DEAL)[2].required_from == cast.stages[2].pk
    fact = Fact.objects.get(kind="configuration.applied")
    assert fact.data["count"] == len(changes)


def test_the_difference_says_place_old_and_new(cast):
    text = (
        files.written().replace("name: Tidewater Sheds", "name: Tidewater Barns").replace("name: Closing", "name: End")
    )

    told = [(one.place, one.old, one.new) for one in applying.compared(text, by=SYSTEM)]

    assert told == [
        ("company / name", "Tidewater Sheds", "Tidewater Barns"),
        ("pipelines / Sheds / stages / End", None, "name: End; probability: 80; norm_days: 10; effort: 3.0"),
    ]
    assert Company.objects.get().name == "Tidewater Sheds"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("type: number", "type: colour"), "line 9, fields / sales.deal / 1 / type: There is no such type."),
        (
            ("Sheds / Proposal", "Sheds / Nowhere"),
            "line 12, fields / sales.deal / 1 / required: There is no such state.",
        ),
        (
            ("area / 2", "area / width"),
            "line 7, fields / sales.deal / 0 / settings: At letter 8 (“width”): There is no field “width”.",
        ),
        (
            ("names: {en: Area}", "names: {}"),
            "line 10, fields / sales.deal / 1 / names: Give a name in one language at least.",
        ),
        (
            ("names: {en: Area}", "names: [Area]"),
            "line 10, fields / sales.deal / 1 / names: Names with values are expected here.",
        ),
        (
            ("names: {en: Area}", "names: {en: 5}"),
            "line 10, fields / sales.deal / 1 / names / en: A text is expected here; put it into quotation marks.",
        ),
        (
            ("    section:", "    colour: red\n    section:"),
            "line 11, fields / sales.deal / 1 / colour: There is no such setting.",
        ),
        (
            ("fields:", "gates: [{name: Sheds / Proposal, gates: [{check: smell}]}]\nfields:"),
            "line 2, gates / 0 / gates: “smell” cannot be chosen here.",
        ),
        (
            ("fields:", "leads: {states: [{name: New, meaning: asleep}]}\nfields:"),
            "line 2, leads / states: ",
        ),
        (
            ("fields:", "leads: {states: [{name: New, effort: .nan}]}\nfields:"),
            "line 2, leads / states / 0 / effort: A number is expected here.",
        ),
        (
            ("fields:", "working_time: {company: {week: {monday: 9-18}, days: {31 May: {}}}}\nfields:"),
            "line 2, working_time / company / days / 31 May: This value cannot be read.",
        ),
        (
            ("fields:", "limits: {check.late_minutes: 7, check.free_disk: 0}\nfields:"),
            "line 2, limits / check.free_disk: From 1 to 10000000.",
        ),
        (
            ("fields:", "working_time: {teams: [{name: Nobody, week: {monday: 9-18}}]}\nfields:"),
            "line 2, working_time / teams / 0 / name: There is no such team.",
        ),
        (
            ("fields:", "customers: {topics: [{key: wood, name: Wood, sort: smell}]}\nfields:"),
            "line 2, customers / topics / 0 / sort: ",
        ),
        (("{en: Area}", '{en: "A\\0"}'), "line 10, fields / sales.deal / 1 / names / en: This value cannot be read."),
        (("sales.deal", "sales.nothing"), "line 3, fields / sales.nothing: Records of this kind carry no fields."),
        (("fields:", "fiends:"), "line 2, fiends: A configuration has no such part."),
        (("version: 1", "version: 2"), "line 1: This is no configuration: it begins with “version: 1”."),
        (("names: {en: Area}", "names: {en: Area"), "line 11: This is no YAML:"),
        (("key: area", "key: area\n    key: roof"), "line 9, fields / sales.deal / 1: “key” stands here twice."),
        (("version: 1", "version: &a 1\nx: *a"), "References (&, *) are not used in a configuration."),
    ],
)
def test_an_error_names_its_place_and_nothing_is_half_applied(cast, change, message):
    text = FIELDS.replace(*change)
    before = files.written(), Fact.objects.count()

    with pytest.raises(FileError) as refused, transaction.atomic():
        applying.apply(text, by=SYSTEM)

    assert str(refused.value).startswith(message)
    assert (files.written(), Fact.objects.count()) == before


def test_only_those_who_may_apply_a_file(cast):
    with pytest.raises(PermissionDenied):
        applying.apply(FIELDS, by=Actor.of(cast.henry))

    assert not Field.objects.exists()


def attempt(text):
    try:
        return files.read(text)[0]
    except FileError as refusal:
        return refusal


names = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=20).filter(
    str.strip
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True),
        st.tuples(st.sampled_from(["text", "date", "number"]), names, names, st.booleans()),
        max_size=4,
    )
)
def test_whatever_an_administrator_declares_comes_back_from_the_file(cast, wanted):
    with transaction.atomic():
        taken = {"name", "amount", "probability", "stage", "owner", "customer", "created", "closed"}
        for key, (type_, english, russian, listed) in wanted.items():
            if key not in taken:
                a_field(key, type_, names={"en": english, "ru": russian}, listed=listed)
        text = files.written()
        Field.objects.all().delete()
        applying.apply(text, by=SYSTEM)
        assert files.written() == text
        transaction.set_rollback(True)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(FIELDS.splitlines()), max_size=12).map("\n".join)))
def test_whatever_is_read_is_a_configuration_or_refused(db, text):
    found = attempt("version: 1\n" + text)
    assert isinstance(found, dict) or str(found)


def test_a_pipeline_of_the_file_is_created_with_its_stages(cast):
    applying.apply("version: 1\npipelines:\n- name: Barns\n  stages:\n  - {name: Look, probability: 10}\n", by=SYSTEM)

    assert [stage.name for stage in Pipeline.objects.get(name="Barns").stages.all()] == ["Look"]


anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=30) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)


def places_in(data, place=()):
    """Every place of a file, as the keys and numbers that lead to it."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [place, *(found for key, value in inside for found in places_in(value, (*place, key)))]


def put(data, place, value):
    """Put a value into a place; `...` takes away what stands there."""
    for key in place[:-1]:
        data = data[key]
    if value is ...:
        del data[place[-1]]
    else:
        data[place[-1]] = value


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_file_spoilt_anywhere_is_applied_whole_or_refused_with_its_place(cast, data):
    if not Field.objects.exists():
        rich(cast)
    before, count = files.written(), Fact.objects.count()
    spoilt = yaml.safe_load(before)
    put(spoilt, data.draw(st.sampled_from(places_in(spoilt)[1:])), data.draw(st.just(...) | anything))
    text = yaml.safe_dump(spoilt, allow_unicode=True)
    refused = ""
    try:
        with transaction.atomic():
            applying.apply(text, by=SYSTEM)
            assert files.written()
            transaction.set_rollback(True)
    except FileError as error:
        refused = str(error)
    assert refused == "" or refused[0].isalpha()
    assert (files.written(), Fact.objects.count()) == (before, count)
