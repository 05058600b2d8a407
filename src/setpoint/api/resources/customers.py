"""Customers: people and organisations."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from setpoint.api.resources.base import Resource, Values, fill, named, register
from setpoint.api.schemas import FieldValues, RecordNumber, Strict
from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import parties
from setpoint.kernel.actors import Actor

KIND = "customers.party"
TERRITORY = "kernel.territory"
LINKS = {"employer": KIND, "territory": TERRITORY}


class CustomerChange(Strict):
    """What can be changed of a customer; what is left out stays."""

    name: Annotated[str, Field(min_length=1, max_length=200)] = ""
    email: Annotated[str, Field(max_length=254)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    sector: Annotated[str, Field(max_length=80)] = ""
    country: Annotated[str, Field(max_length=80)] = ""
    employees: Annotated[int, Field(ge=0, le=2_147_483_647)] | None = None
    founded: Annotated[int, Field(ge=0, le=32_767)] | None = None
    employer: RecordNumber | None = Field(None, description="Number of the customer that a person works for")
    territory: RecordNumber | None = Field(None, description="Number of a territory")
    fields: FieldValues = Field(default_factory=dict, description="Fields of an administrator, by key")


class CustomerIn(CustomerChange):
    """A new customer."""

    kind: Literal["person", "organisation"]
    name: Annotated[str, Field(min_length=1, max_length=200)]


class Customers:
    """Writes customers."""

    def create(self, given: Sequence[Values], by: Actor) -> list[int]:
        linked = _linked(given, by)
        rows = [Party(**{key: value for key, value in one.items() if key != "fields"}) for one in linked]
        for row in rows:
            row.name = row.name.strip()
            row.clean_fields(exclude=["employer", "territory", "folded", "created_at"])
        made = parties.create_many(rows, by=by)
        fill(KIND, {row.pk: one.get("fields", {}) for row, one in zip(made, given, strict=True)}, by, created=True)
        return [row.pk for row in made]

    def change(self, given: Mapping[int, Values], by: Actor) -> None:
        linked = dict(zip(given, _linked(list(given.values()), by), strict=True))
        own = {pk: {key: value for key, value in one.items() if key != "fields"} for pk, one in linked.items()}
        if changed := {pk: one for pk, one in own.items() if one}:
            parties.change_many(changed, by=by)
        fill(KIND, {pk: one["fields"] for pk, one in given.items() if one.get("fields")}, by, created=False)


def _linked(given: Sequence[Values], by: Actor) -> list[dict[str, Any]]:
    """Return bodies with records in place of their numbers."""
    found = {key: named(kind, [one.get(key) for one in given], by, key) for key, kind in LINKS.items()}
    return [{key: found[key].get(value) if key in LINKS else value for key, value in one.items()} for one in given]


register(Resource("customers", KIND, Customers(), create=CustomerIn, change=CustomerChange, links=LINKS))
