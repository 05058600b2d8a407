"""Kinds of record that an administrator creates: rights, fields, facts, list and card of their own, at once."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from setpoint.journal.models import Fact
from setpoint.journal.reading import timeline
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.models import Role
from setpoint.kernel.permissions import registered_kinds, visible_to
from setpoint.kernel.refs import Ref
from setpoint.platform.fields.operations.values import fill
from setpoint.platform.fields.querying import Condition, narrowed
from setpoint.platform.objects.models import ObjectKind
from setpoint.platform.objects.operations import records
from setpoint.platform.objects.operations.kinds import add_kind, rename_kind
from tests.platform.fields.making import DEAL, a_field, said
from tests.platform.fields.test_values import a_deal

MACHINE = "objects.machine"


def machines(**values) -> ObjectKind:
    names = {"names": {"en": "Machine", "ru": "Станок"}, "plurals": {"en": "Machines", "ru": "Станки"}}
    return add_kind(**({"key": "machine", "by": SYSTEM} | names | values))


def sellers() -> list[Role]:
    return list(Role.objects.filter(key="seller"))


def test_a_new_kind_is_there_at_once_for_those_whose_role_works_with_it(cast):
    kind = machines(roles=sellers())

    saw = records.create(kind, name="Band saw", owner=cast.sara, by=Actor.of(cast.sara))

    assert MACHINE in registered_kinds()
    assert list(visible_to(Actor.of(cast.semyon), MACHINE)) == [saw]
    assert list(visible_to(Actor.of(cast.mia), MACHINE)) == []
    with pytest.raises(PermissionDenied):
        records.create(kind, name="Plane", owner=cast.mia, by=Actor.of(cast.mia))


def test_its_records_carry_fields_formulas_and_links_and_others_link_to_them(cast):
    kind = machines()
    power = a_field("power", "number", kind=MACHINE)
    weak = a_field("weak", "formula", kind=MACHINE, settings={"formula": "power < 3"})
    a_field("made_on", "link", settings={"to": MACHINE})
    saw = records.create(kind, name="Band saw", fields={"power": Decimal(2)}, by=SYSTEM)
    deal = a_deal(cast)
    fill(DEAL, deal.pk, {"made_on": said_ref(saw)}, by=SYSTEM)

    assert said(saw.pk, MACHINE) == {"power": Decimal(2), "weak": True}
    assert list(narrowed(visible_to(SYSTEM, MACHINE), [Condition(power, "is", "2")])) == [saw]
    assert said(deal.pk)["made_on"] == said_ref(saw)
    assert weak.settings["gives"] == "yes"


def said_ref(record):
    return Ref(MACHINE, record.pk)


def test_what_happens_to_a_record_is_told_to_who_sees_it(cast):
    kind = machines(roles=sellers())
    a_field("power", "number", kind=MACHINE)
    saw = records.create(kind, name="Band saw", owner=cast.sara, by=SYSTEM)
    fill(MACHINE, saw.pk, {"power": Decimal(2)}, by=Actor.of(cast.sara))
    records.change(saw, {"name": "Old band saw"}, by=Actor.of(cast.sara))

    told = timeline(Actor.of(cast.semyon), about=(MACHINE, saw.pk))
    assert [fact.kind for fact in told] == ["objects.changed", "fields.filled", "objects.created"]
    assert not timeline(Actor.of(cast.mia), about=(MACHINE, saw.pk)).exists()


def test_somebody_without_the_right_changes_nothing(cast):
    saw = records.create(machines(), name="Band saw", by=SYSTEM)

    with pytest.raises(PermissionDenied):
        records.change(saw, {"name": "Mine"}, by=Actor.of(cast.sara))

    saw.refresh_from_db()
    assert saw.name == "Band saw"


def test_a_kind_renamed_keeps_its_old_name_in_facts(cast):
    kind = machines()

    rename_kind(kind, names={"en": "Tool"}, plurals={"en": "Tools"}, by=SYSTEM)

    kind.refresh_from_db()
    assert str(kind) == "Tools"
    added, renamed = Fact.objects.filter(about_kind="platform.kind").order_by("pk")
    assert added.data["name"] == "Machines"
    assert renamed.changes["plurals"] == [{"en": "Machines", "ru": "Станки"}, {"en": "Tools"}]


@pytest.mark.parametrize(("values", "part"), [({"key": "Ma chine"}, "key"), ({"names": {"en": ""}}, "names")])
def test_what_is_no_kind_is_refused(cast, values, part):
    with pytest.raises(ValidationError) as refused:
        machines(**values)

    assert (list(refused.value.message_dict), ObjectKind.objects.count()) == ([part], 0)
