"""What a card may hold several of. Each sort says how it is checked, told, and by which field rights speak of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from setpoint.domains.customers.media import MEDIA
from setpoint.domains.customers.models import (
    BankAccount,
    ContactPoint,
    Occasion,
    PartyRole,
    PostalAddress,
    Preference,
    Relation,
    Requisite,
)
from setpoint.domains.customers.requisites import SORTS, account
from setpoint.kernel.folding import fold

Row = Any


@dataclass(frozen=True)
class DetailSort:
    """`columns` are what one writes; `prepare(row, country)` fills the rest, ValidationError names what is wrong.

    `what` is an English text of the catalogue, `said` the row in words, `field` the field of rights that it is.
    Rows equal in `group` share one that comes first, where the model knows that.
    """

    key: str
    model: Any
    what: str
    columns: tuple[str, ...]
    said: Callable[[Row], str]
    prepare: Callable[[Row, str], None]
    field: Callable[[Row], str]
    group: tuple[str, ...] = ()
    ranked: bool = False


def check_value(medium: str, value: str) -> None:
    """Raise ValidationError where there is no such medium, or nobody is reached by it at `value`."""
    if medium not in MEDIA:
        raise ValidationError({"medium": _("Nobody is reached by this.")})
    try:
        ContactPoint._meta.get_field("value").run_validators(value)
        MEDIA[medium].check(value)
    except ValidationError as refusal:
        raise ValidationError({"value": refusal.messages}) from None


def _contact_point(row: ContactPoint, country: str) -> None:
    row.value = row.value.strip()
    check_value(row.medium, row.value)
    row.normalised = MEDIA[row.medium].normalise(row.value, country)


def _postal_address(row: PostalAddress, _country: str) -> None:
    if not row.line():
        raise ValidationError({"street": _("Write at least one part of the address.")})
    row.folded = fold(f"{row.city} {row.street}")


def _requisite(row: Requisite, _country: str) -> None:
    sort = SORTS.get(row.sort)
    if sort is None:
        raise ValidationError({"sort": _("Choose what number it is.")})
    try:
        row.normalised = sort.normalise(row.value.strip())
    except ValidationError as refusal:
        raise ValidationError({"value": refusal.messages}) from None


def _bank_account(row: BankAccount, _country: str) -> None:
    row.normalised, row.bic = account(row.number, row.bic)


def _occasion(row: Occasion, _country: str) -> None:
    if row.on is not None:
        row.month_day = row.on.month * 100 + row.on.day
    elif not row.month_day:
        raise ValidationError({"on": _("Write the day.")})
    elif not row.kind.yearly:
        raise ValidationError({"on": _("What comes once has a year.")})


def _preference(row: Preference, _country: str) -> None:
    row.folded = fold(row.value)


def _as_it_is(_row: Row, _country: str) -> None:
    pass


def _is(field: str) -> Callable[[Row], str]:
    return lambda _row: field


def occasion_day(row: Occasion) -> str:
    """Return the day of an occasion as it is told: 2009-05-12, or --05-12 where the year is not known."""
    return row.on.isoformat() if row.on else f"--{row.month_day // 100:02}-{row.month_day % 100:02}"


DATES = ("since", "until")
SORTS_OF_DETAIL: dict[str, DetailSort] = {
    sort.key: sort
    for sort in (
        DetailSort(
            "contact_point",
            ContactPoint,
            gettext_noop("address of contact"),
            ("medium", "use", "value", "is_primary", *DATES),
            lambda row: row.value,
            _contact_point,
            lambda row: MEDIA[row.medium].field if row.medium in MEDIA else "addresses",
            group=("medium",),
            ranked=True,
        ),
        DetailSort(
            "postal_address",
            PostalAddress,
            gettext_noop("postal address"),
            (
                *("use", "street", "extended", "city", "region", "postcode", "country", "latitude", "longitude"),
                *("is_primary", *DATES),
            ),
            lambda row: row.line(),
            _postal_address,
            _is("addresses"),
            ranked=True,
        ),
        DetailSort(
            "requisite",
            Requisite,
            gettext_noop("requisite"),
            ("sort", "value", *DATES),
            lambda row: f"{SORTS[row.sort].label} {row.value}" if row.sort in SORTS else row.value,
            _requisite,
            _is("requisites"),
        ),
        DetailSort(
            "bank_account",
            BankAccount,
            gettext_noop("bank account"),
            ("number", "bic", "bank", "correspondent", "currency", "is_primary", *DATES),
            lambda row: row.number,
            _bank_account,
            _is("requisites"),
            ranked=True,
        ),
        DetailSort(
            "role",
            PartyRole,
            gettext_noop("role"),
            ("role", *DATES),
            lambda row: str(row.get_role_display()),
            _as_it_is,
            _is("roles"),
        ),
        DetailSort(
            "relation",
            Relation,
            gettext_noop("relation"),
            ("kind", "other", "note", *DATES),
            lambda row: f"{_(row.kind.name)} {row.other.name}",
            _as_it_is,
            _is("relations"),
        ),
        DetailSort(
            "occasion",
            Occasion,
            gettext_noop("occasion"),
            ("kind", "on", "month_day", "note"),
            lambda row: f"{_(row.kind.name)} {occasion_day(row)}",
            _occasion,
            _is("occasions"),
        ),
        DetailSort(
            "preference",
            Preference,
            gettext_noop("preference or need"),
            ("topic", "value", *DATES),
            lambda row: f"{_(row.topic.name)}: {row.value}",
            _preference,
            _is("preferences"),
        ),
    )
}


def sort_of(row: Row) -> DetailSort:
    """Return the sort of a row. KeyError for a row of another table."""
    return next(sort for sort in SORTS_OF_DETAIL.values() if sort.model is row.__class__)


def checked(row: Row, country: str, *, alone: bool = True) -> Row:
    """Fill what a row derives and check it. ValidationError names the field.

    A row that comes with many is not asked of the database: its constraints refuse what is wrong there.
    """
    sort_of(row).prepare(row, country)
    if alone:
        # the row that comes first is chosen when all are there
        row.full_clean(exclude=("is_primary",))
        return row
    row.clean_fields(exclude=[field.name for field in row._meta.fields if field.is_relation])
    if getattr(row, "since", None) and getattr(row, "until", None) and row.until < row.since:
        raise ValidationError({"until": _("It cannot end before it begins.")})
    return row
