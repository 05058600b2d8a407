"""Which tables go into the archive, which do not and why, and what their columns are."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from setpoint.platform.sealing.field import SealedField

_RUNNING = _("how this installation runs, not what the company put in")
_DERIVED = _("made from other tables, and made again from them")
_SECRET = _("secrets by which people and programs sign in")

# by app, or by table
LEFT_OUT: dict[str, Promise] = {
    "contenttypes": _RUNNING,
    "auth": _RUNNING,
    "sessions": _RUNNING,
    "sites": _RUNNING,
    "usersessions": _SECRET,
    "mfa": _SECRET,
    "account": _SECRET,
    "socialaccount": _SECRET,
    "kernel_apitoken": _SECRET,
    "kernel_signinattempt": _RUNNING,
    "kernel_job": _RUNNING,
    "kernel_scheduleentry": _RUNNING,
    "kernel_entryletter": _SECRET,
    # the links by which calendars are read
    "activities_feed": _SECRET,
    # letters to colleagues, among them those that open the door
    "inform_mail": _SECRET,
    "inform_pushdevice": _SECRET,
    "inform_pushkey": _SECRET,
    "lists_export": _RUNNING,
    "exchange_rememberedanswer": _RUNNING,
    "takeout_takeout": _RUNNING,
    "platform_liveevent": _RUNNING,
    "platform_searchbuild": _DERIVED,
    "platform_searchentry": _DERIVED,
    "platform_searchlist": _DERIVED,
    "platform_searchword": _DERIVED,
}
SECRET_COLUMNS = {("kernel_user", "password")}


def models() -> list[type[Model]]:
    """Return the models whose rows go out, those that refer to others before these.

    Rows are read while the company works: what a row refers to was there before it, and is read after it.
    """
    wanted = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    wanted = [model for model in wanted if reason_left_out(model) is None and not model._meta.proxy]
    found: list[type[Model]] = []
    for model in sorted(wanted, key=lambda one: one._meta.db_table):
        _place(model, found, set(wanted), set())
    return found[::-1]


def reason_left_out(model: type[Model]) -> Promise | None:
    """Return why rows of a model stay, None where they go out."""
    return LEFT_OUT.get(model._meta.db_table) or LEFT_OUT.get(model._meta.app_label)


def left_out() -> Iterator[tuple[str, Promise]]:
    """Yield the tables that stay, with the reason."""
    for model in apps.get_models(include_auto_created=True):
        reason = reason_left_out(model)
        if reason is not None:
            yield model._meta.db_table, reason


def columns_of(model: type[Model]) -> list[Any]:
    """Return the columns that go out: all but secrets."""
    return [
        field
        for field in model._meta.concrete_fields
        if not isinstance(field, SealedField) and (model._meta.db_table, field.column) not in SECRET_COLUMNS
    ]


def described(model: type[Model]) -> list[dict[str, Any]]:
    """Return what the manifest says of the columns of a table."""
    return [
        {
            "name": field.column,
            "type": field.get_internal_type(),
            "empty": field.null,
            **({"refers_to": field.related_model._meta.db_table} if field.is_relation else {}),
        }
        for field in columns_of(model)
    ]


def _place(model: type[Model], found: list[type[Model]], wanted: set[type[Model]], above: set[type[Model]]) -> None:
    """Put what a model refers to before it; a circle is cut where it closes."""
    if model in found or model in above:
        return
    for field in model._meta.concrete_fields:
        if field.is_relation and field.related_model in wanted:
            _place(field.related_model, found, wanted, above | {model})
    found.append(model)
