"""What people change about themselves, and those who may about the company."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.facts import fact_type
from setpoint.kernel.models import Company, User
from setpoint.kernel.people import USER
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import COMPANY, Ref

OWN = frozenset({"name", "language", "theme"})
THEMES = ("auto", "light", "dark")
OF_COMPANY = frozenset({"name", "language", "country", "currency", "time_zone"})


@fact_type("kernel.user_changed", sentence=gettext_noop("{actor} changed settings of {name}"))
@dataclass(frozen=True)
class UserChanged:
    """Name, language or theme of a person; old and new values stand in the fact's changes."""

    name: str


@fact_type("kernel.company_changed", sentence=gettext_noop("{actor} changed the settings of the company {name}"))
@dataclass(frozen=True)
class CompanyChanged:
    """Name, language, country, currency or zone of the company; old and new values stand in the fact's changes."""

    name: str


@transaction.atomic
def change_person(user: User, values: Mapping[str, str], *, by: Actor) -> User:
    """Change name, language or theme of a person: his own, or by the right to change people.

    ValidationError names the value that is wrong. What is as it was writes no fact.
    """
    _require_self(user, by)
    known = {"language": dict(settings.LANGUAGES), "theme": THEMES}
    if wrong := [name for name, among in known.items() if values.get(name, "") not in {"", *among}]:
        raise ValidationError({name: _("There is no such choice.") for name in wrong})
    row = User.objects.select_for_update().get(pk=user.pk)
    changes = _changed(row, values, OWN)
    if changes:
        facts.emit(
            facts.NewFact(
                UserChanged(row.name), about=Ref(USER, row.pk), by=by, occurred_at=company_now(), changes=changes
            )
        )
    return row


@transaction.atomic
def change_company(values: Mapping[str, str], *, by: Actor) -> Company:
    """Change the company. ValidationError names the value that is wrong; what is as it was writes no fact."""
    require(by, COMPANY.kind, "change")
    row = Company.objects.select_for_update().get()
    changes = _changed(row, values, OF_COMPANY)
    if changes:
        told = CompanyChanged(row.name)
        facts.emit(facts.NewFact(told, about=COMPANY, by=by, occurred_at=company_now(), changes=changes))
    return row


def _require_self(user: User, by: Actor) -> None:
    if by.is_person and by.user_id == user.pk:
        if not User.objects.filter(pk=user.pk, is_active=True).exists():
            raise PermissionDenied
        return
    require(by, USER, "change", owner_id=user.pk)


def _changed(row: models.Model, values: Mapping[str, str], known: frozenset[str]) -> dict[str, list[Any]]:
    """Save what differs and return it as {name: [old, new]}."""
    if unknown := set(values) - known:
        raise ValidationError(_("Not a setting: %(names)s") % {"names": ", ".join(sorted(unknown))})
    changes = {name: [getattr(row, name), value] for name, value in values.items() if getattr(row, name) != value}
    for name, (_old, new) in changes.items():
        setattr(row, name, new)
    if changes:
        row.full_clean(exclude={field.name for field in row._meta.fields} - set(changes))
        row.save(update_fields=list(changes))
    return changes
