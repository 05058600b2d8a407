"""Adding fields to a kind of record, changing them, arranging its form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from setpoint.kernel import facts, jobs
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref
from setpoint.platform.fields.formulas import FORMULA, GIVES, check_formula
from setpoint.platform.fields.kinds import all_kinds, kind_of
from setpoint.platform.fields.models import Field, FieldType, Section
from setpoint.platform.fields.operations.choices import ChoiceGiven, names_of, set_choices
from setpoint.platform.fields.permissions import KIND
from setpoint.platform.fields.reading import fields_of
from setpoint.platform.fields.record import FieldAdded, FieldAltered, FormArranged
from setpoint.platform.fields.requiring import ALWAYS, states_by_id
from setpoint.platform.fields.types import GIVEN, TYPES, type_of

COMPUTE = "fields.compute"
MARK_UNIQUE = "fields.mark_unique"
MOST = 200
CHANGEABLE = ("names", "help", "required_from", "unique", "searchable", "personal", "listed", "settings")


@dataclass(frozen=True)
class SectionGiven:
    """A part of a form: its names (none for what stands above all sections) and the keys of its fields, in order."""

    names: dict[str, str]
    keys: list[str] = field(default_factory=list)


@transaction.atomic
def add_field(
    *,
    kind: str,
    key: str,
    type: str,  # noqa: A002 - what it is called everywhere else
    names: Mapping[str, str],
    by: Actor,
    choices: Sequence[ChoiceGiven] = (),
    **values: Any,
) -> Field:
    """Let records of a kind say something more. ValidationError names what is wrong, by part."""
    require(by, KIND, "create")
    if kind not in all_kinds():
        raise ValidationError({"kind": _("Records of this kind carry no fields.")})
    present = fields_of(kind)
    if len(present) >= MOST:
        raise ValidationError(_("A kind of record has at most %(most)s fields.") % {"most": MOST})
    if any(one.key == key for one in present) or any(native.key == key for native in kind_of(kind).natives):
        raise ValidationError({"key": _("This key is taken.")})
    position = max((one.position for one in present), default=0) + 1
    added = Field(kind=kind, key=key, type=type, position=position, added_at=company_now())
    _set(added, {"names": names, "settings": {}, **values}, present)
    added.full_clean()
    added.save(force_insert=True)
    set_choices(added, choices)
    _compute_later(added)
    payload = FieldAdded(str(added), added.names, kind, key, type, added.settings)
    facts.emit(facts.NewFact(payload, about=Ref(KIND, added.pk), by=by, occurred_at=company_now()))
    return added


@transaction.atomic
def change_field(
    one: Field, values: Mapping[str, Any], *, by: Actor, choices: Sequence[ChoiceGiven] | None = None
) -> Field:
    """Change parts of a field (`CHANGEABLE`) and what may be chosen in it; its key and type stay.

    A change to what it was writes nothing. ValidationError names what is wrong, by part.
    """
    require(by, KIND, "change")
    one = Field.objects.select_for_update().get(pk=one.pk)
    if set(values) - set(CHANGEABLE):
        raise ValidationError({name: _("This cannot be changed.") for name in set(values) - set(CHANGEABLE)})
    before = {name: getattr(one, name) for name in CHANGEABLE}
    was_unique = one.unique
    _set(one, values, fields_of(one.kind))
    one.full_clean()
    changes = {name: [before[name], getattr(one, name)] for name in CHANGEABLE if getattr(one, name) != before[name]}
    if one.unique and not was_unique:
        _refuse_doubles(one)
    one.save(update_fields=list(changes)) if changes else None
    if choices is not None and (moved := set_choices(one, choices)):
        changes["choices"] = moved
    if not changes:
        return one
    if "unique" in changes:
        jobs.enqueue(MARK_UNIQUE, {"field_id": one.pk}, key=str(one.pk), by=by)
    if "settings" in changes:
        _compute_later(one)
    payload = FieldAltered(str(one), one.names, one.kind, one.key, ", ".join(sorted(changes)))
    fact = facts.NewFact(payload, about=Ref(KIND, one.pk), by=by, occurred_at=company_now(), changes=changes)
    facts.emit(fact)
    return one


@transaction.atomic
def arrange_form(*, kind: str, form: Sequence[SectionGiven], by: Actor) -> None:
    """Put the fields of a kind into sections, in order. Every field stands in it once, else ValidationError."""
    require(by, KIND, "change")
    present = {one.key: one for one in fields_of(kind)}
    keys = [key for part in form for key in part.keys]
    if sorted(keys) != sorted(present):
        wrong = ", ".join(sorted((set(keys) ^ set(present)) | {key for key in keys if keys.count(key) > 1}))
        raise ValidationError(_("Every field stands in the form once: %(names)s.") % {"names": wrong})
    Section.objects.filter(kind=kind).delete()
    position = 0
    for order, part in enumerate(form):
        section = Section.objects.create(kind=kind, names=names_of(part.names), position=order) if part.names else None
        for key in part.keys:
            position += 1
            Field.objects.filter(pk=present[key].pk).update(section=section, position=position)
    told = [[part.names, list(part.keys)] for part in form]
    about = Ref(KIND, min((one.pk for one in present.values()), default=0))
    facts.emit(facts.NewFact(FormArranged(kind, told), about=about, by=by, occurred_at=company_now()))


def _set(one: Field, values: Mapping[str, Any], present: Sequence[Field]) -> None:
    """Put values into an unsaved field, each checked."""
    for name, value in values.items():
        setattr(one, name, value)
    one.names, one.help = names_of(one.names), {language: text for language, text in one.help.items() if text}
    if one.type not in FieldType.values:
        raise ValidationError({"type": _("There is no such type.")})
    if one.type == FieldType.FORMULA:
        _set_formula(one, present)
    else:
        one.settings = TYPES[one.type].check_settings(dict(one.settings))
    if one.unique and not (one.type != FieldType.FORMULA and type_of(one).can_be_unique):
        raise ValidationError({"unique": _("A field of this type cannot be unique.")})
    if one.required_from not in (None, ALWAYS) and one.required_from not in states_by_id(kind_of(one.kind)):
        raise ValidationError({"required_from": _("There is no such state.")})


def _set_formula(one: Field, present: Sequence[Field]) -> None:
    source = str(one.settings.get(FORMULA, "")).strip()
    try:
        found = check_formula(kind_of(one.kind), one.key, source, present)
    except ValidationError as refusal:
        raise ValidationError({"settings": refusal.messages}) from refusal
    rest = {name: value for name, value in one.settings.items() if name not in (FORMULA, GIVES, "volatile")}
    if found.gives == "number":
        rest.setdefault("places", 2)
    needed = [other for other in present if other.key in found.names]
    if found.gives == "money":
        rest.setdefault("currency", next((o.settings["currency"] for o in needed if "currency" in o.settings), "USD"))
    one.settings = GIVEN[found.gives].check_settings(rest) | {FORMULA: source, GIVES: found.gives}
    one.settings["volatile"] = found.volatile or any(other.settings.get("volatile") for other in needed)
    # what is computed from personal data is personal data
    one.personal = one.personal or any(other.personal for other in needed)
    one.required_from = None


def _compute_later(one: Field) -> None:
    if one.type == FieldType.FORMULA:
        jobs.enqueue(COMPUTE, {"field_id": one.pk}, key=str(one.pk))


def _refuse_doubles(one: Field) -> None:
    declared = type_of(one)
    doubles = (
        declared.table.objects.filter(field=one)
        .values(declared.column)
        .annotate(records=Count("pk"))
        .filter(records__gt=1)
    )
    count = doubles.count()
    if count:
        message = _("It cannot be unique yet. Values that stand in several records: %(n)s.") % {"n": count}
        raise ValidationError({"unique": message})
