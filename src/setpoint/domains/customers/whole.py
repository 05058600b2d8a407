"""How a card is told in one row of a table, whole: the columns, and several rows of a card within one cell."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Model

from setpoint.domains.customers.details import SORTS_OF_DETAIL, DetailSort, Row
from setpoint.domains.customers.models import OccasionKind, RelationKind, Topic

KEY, KIND_OF_CARD = "key", "kind"
TEXTS = ("name", "family_name", "given_name", "patronymic", "salutation", "sector", "country")
NUMBERS = ("employees", "founded")
PLACED = ("territory", "stage")
VCARD = "vcard"
# column → its names in English and Russian: an export is read again in whatever language it was written
NAMES = {
    KEY: ("Setpoint key", "Ключ Setpoint"),
    KIND_OF_CARD: ("Kind of card", "Вид карточки"),
    "name": ("Name", "Имя или название"),
    "family_name": ("Family name", "Фамилия"),
    "given_name": ("Given name", "Личное имя"),
    "patronymic": ("Patronymic or middle names", "Отчество"),
    "salutation": ("Salutation", "Обращение"),
    "sector": ("Sector", "Отрасль"),
    "country": ("Country", "Страна"),
    "employees": ("Employees", "Сотрудников"),
    "founded": ("Founded", "Год основания"),
    "territory": ("Territory", "Территория"),
    "stage": ("Stage of life", "Стадия жизни"),
    "contact_point": ("Addresses of contact", "Адреса для связи"),
    "postal_address": ("Postal addresses", "Почтовые адреса"),
    "requisite": ("Requisites", "Реквизиты"),
    "bank_account": ("Bank accounts", "Банковские счета"),
    "role": ("Roles", "Роли"),
    "relation": ("Relations", "Связи"),
    "occasion": ("Occasions", "Поводы"),
    "preference": ("Preferences and needs", "Предпочтения и потребности"),
    VCARD: ("vCard of another program", "vCard другой программы"),
}
# a cell of a spreadsheet holds 32,767 signs; what is longer leaves by vCards and the archive of everything
LONGEST_VCARD = 30_000
# relations name the other card by its key, kind and name, and say which way round they are
BACK, FORTH = "<", ">"
RELATION = ("way", "kind", "other_key", "other_kind", "other_name", "note", "since", "until")


def told(row: Row, sort: DetailSort) -> list[str]:
    """Return the values of a row in the order of its columns."""
    return [_text(getattr(row, name)) for name in sort.columns]


Words = dict[Any, dict[str, Any]]


def words() -> Words:
    """Return the vocabularies that rows of cards name by key."""
    return {model: {one.key: one for one in model.objects.all()} for model in (OccasionKind, RelationKind, Topic)}


def read(values: Sequence[str], sort: DetailSort, known: Words) -> Row:
    """Return an unsaved row without its party. ValueError for too few values, KeyError for a word that is not known.

    What else a value has to be, the check of the row says.
    """
    if len(values) != len(sort.columns):
        raise ValueError
    row = sort.model()
    for name, value in zip(sort.columns, values, strict=True):
        field = sort.model._meta.get_field(name)
        if field.is_relation:
            setattr(row, name, known[field.related_model][value])
        elif field.get_internal_type() == "BooleanField":
            setattr(row, name, value == "1")
        elif value or not field.null:
            setattr(row, name, field.to_python(value))
    return row


def sorts() -> list[DetailSort]:
    """Return what a card holds several of by itself: all but relations to others."""
    return [sort for sort in SORTS_OF_DETAIL.values() if sort.key != "relation"]


def _text(value: Any) -> str:
    if value is None or value is False:
        return ""
    if isinstance(value, Model):
        return str(value.key)  # type: ignore[attr-defined] # words of vocabularies have one
    if isinstance(value, date):
        return value.isoformat()
    return "1" if value is True else str(value)
