"""What may be chosen in a field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from setpoint.kernel.clock import company_now
from setpoint.platform.fields.models import Choice, Field, FieldType, NumberValue

LONGEST = 120
MOST = 500


@dataclass(frozen=True)
class ChoiceGiven:
    """A choice as it shall be: its key and its names by language."""

    key: str
    names: dict[str, str]


def names_of(names: Mapping[str, str]) -> dict[str, str]:
    """Return names by language, tidied; ValidationError where there is none or one is too long."""
    tidy = {language: " ".join(str(text).split()) for language, text in names.items()}
    tidy = {language: text for language, text in tidy.items() if text}
    if not tidy:
        raise ValidationError({"names": _("Give a name in one language at least.")})
    if any(len(text) > LONGEST for text in tidy.values()):
        raise ValidationError({"names": _("A name has at most %(most)s letters.") % {"most": LONGEST}})
    return tidy


def set_choices(one: Field, choices: Sequence[ChoiceGiven]) -> list[Any]:
    """Make these, in this order, what may be chosen; return [old, new] keys and names, [] where nothing changes.

    ValidationError where one that stands in records would go: it is removed where its records are asked for.
    """
    if one.type not in (FieldType.CHOICE, FieldType.CHOICES):
        if choices:
            raise ValidationError({"choices": _("Nothing can be chosen in a field of this type.")})
        return []
    if not choices:
        raise ValidationError({"choices": _("Say what can be chosen.")})
    if len(choices) > MOST or len({choice.key for choice in choices}) < len(choices):
        raise ValidationError({"choices": _("Every choice stands in the list once, and at most 500 of them.")})
    present = {choice.key: choice for choice in one.choices.filter(removed_at__isnull=True)}
    before = [[choice.key, choice.names] for choice in present.values()]
    wanted = {choice.key: names_of(choice.names) for choice in choices}
    after = [[key, names] for key, names in wanted.items()]
    if before == after:
        return []
    _take_away([choice for key, choice in present.items() if key not in wanted])
    for position, (key, names) in enumerate(wanted.items()):
        choice = present.get(key) or Choice(field=one, key=key)
        choice.names, choice.position = names, position
        choice.full_clean(exclude=["field"])
        choice.save()
    return [before, after]


def _take_away(gone: Sequence[Choice]) -> None:
    for choice in gone:
        count = NumberValue.objects.filter(field=choice.field_id, number=choice.pk).count()
        if count:
            words = {"name": choice, "n": count}
            raise ValidationError(
                {
                    "choices": _("“%(name)s” stands in records: %(n)s. Remove it by itself and say where they go.")
                    % words
                }
            )
        choice.removed_at = company_now()
        choice.save(update_fields=["removed_at"])
