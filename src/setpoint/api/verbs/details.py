"""Rows of cards: points of contact, addresses, requisites, accounts, roles, relations, occasions, preferences."""

import inspect
from collections.abc import Callable
from typing import Any

from django.db.models import ForeignKey
from django.http import Http404
from ninja.orm.fields import get_schema_field

from setpoint.api.verbs.base import verb
from setpoint.domains.customers.details import SORTS_OF_DETAIL, DetailSort
from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import details
from setpoint.kernel.actors import Actor

PATHS = {
    "contact_point": "contact-points",
    "postal_address": "addresses",
    "requisite": "requisites",
    "bank_account": "bank-accounts",
    "role": "roles",
    "relation": "relations",
    "occasion": "occasions",
    "preference": "preferences",
}


def _parameters(sort: DetailSort, *first: inspect.Parameter, change: bool) -> inspect.Signature:
    """Return the signature of an operation on rows of a sort: each of its columns may be said."""
    told = list(first)
    for name in sort.columns:
        column = sort.model._meta.get_field(name)
        kind, _info = get_schema_field(column, optional=change or column.has_default() or column.blank)
        if isinstance(column, ForeignKey):
            kind = column.related_model
        default = None if change or column.has_default() or column.blank else inspect.Parameter.empty
        told.append(inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default))
    told.append(inspect.Parameter("by", inspect.Parameter.KEYWORD_ONLY, annotation=Actor))
    return inspect.Signature(told)


def _place(name: str, kind: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=kind)


def _row(sort: DetailSort, party: Party, row: int) -> Any:
    found = sort.model.objects.filter(party=party, pk=row).first()
    if found is None:
        raise Http404
    return found


def _operations(sort: DetailSort) -> tuple[Callable[..., Any], Callable[..., Any], Callable[..., Any]]:
    def add(party: Party, *, by: Actor, **values: Any) -> Any:
        return details.add(sort.model(party=party, **values), by=by)

    def change(party: Party, row: int, *, by: Actor, **values: Any) -> Any:
        return details.change(_row(sort, party, row), values, by=by)

    def remove(party: Party, row: int, *, by: Actor) -> None:
        details.remove(_row(sort, party, row), by=by)

    party, row = _place("party", Party), _place("row", int)
    add.__signature__ = _parameters(sort, party, change=False)  # type: ignore[attr-defined]
    change.__signature__ = _parameters(sort, party, row, change=True)  # type: ignore[attr-defined]
    add.__doc__ = f"Add to the card of a customer: {sort.what}."
    change.__doc__ = f"Change on the card of a customer: {sort.what}."
    remove.__doc__ = f"Take off the card of a customer: {sort.what}."
    return add, change, remove


for _key, _path in PATHS.items():
    _add, _change, _remove = _operations(SORTS_OF_DETAIL[_key])
    verb(f"add_{_key}", "POST", f"customers/{{party}}/{_path}", _add)
    verb(f"change_{_key}", "PATCH", f"customers/{{party}}/{_path}/{{row}}", _change)
    verb(f"remove_{_key}", "DELETE", f"customers/{{party}}/{_path}/{{row}}", _remove)
