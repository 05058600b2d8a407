"""Deals: something a customer may buy. Moving, closing and touching one are resources of their own."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import Field

from setpoint.api.resources.base import Resource, Values, fill, named, register
from setpoint.api.schemas import FieldValues, RecordNumber, Strict
from setpoint.api.signing_in import person
from setpoint.domains.sales.models import Deal, Stage
from setpoint.domains.sales.operations import deals
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.models import Company, User
from setpoint.kernel.money import Money

KIND, PARTY, PRODUCT, USER = "sales.deal", "customers.party", "catalog.product", "kernel.user"
Amount = Annotated[Decimal, Field(ge=0, max_digits=15)]


class DealChange(Strict):
    """What can be changed of a deal; what is left out stays. Another stage moves it, another owner reassigns it."""

    name: Annotated[str, Field(min_length=1, max_length=200)] = ""
    amount: Amount | None = Field(None, description="In major units of its currency; null = unknown")
    product: RecordNumber | None = None
    customer: RecordNumber | None = None
    stage: RecordNumber | None = Field(None, description="Number of a stage of its pipeline")
    owner: RecordNumber | None = None
    fields: FieldValues = Field(default_factory=dict, description="Fields of an administrator, by key")


class DealIn(DealChange):
    """A new deal: in the first stage of the first pipeline, of whoever asks, where it does not say otherwise."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    pipeline: RecordNumber | None = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None
    channel: Annotated[str, Field(max_length=60)] = ""


class Deals:
    """Writes deals."""

    def create(self, given: Sequence[Values], by: Actor) -> list[int]:
        places = _places(given)
        linked = _linked(given, by)
        currency = Company.objects.values_list("currency", flat=True).first() or "USD"
        moment, me = company_now(), User.objects.get(pk=person(by))
        rows = []
        for one, stage in zip(linked, places, strict=True):
            money = one.get("currency") or currency
            amount = one.get("amount")
            row = Deal(
                name=one["name"].strip(),
                pipeline=stage.pipeline,
                stage=stage,
                owner=one.get("owner") or me,
                customer=one.get("customer"),
                product=one.get("product"),
                channel=one.get("channel", ""),
                amount=None if amount is None else Money.of(amount, money).minor,
                currency=money,
                opened_at=moment,
            )
            row.clean_fields(exclude=["folded", "pipeline", "stage", "owner", "customer", "product"])
            rows.append(row)
        made = deals.create_many(rows, by=by)
        fill(KIND, {row.pk: one.get("fields", {}) for row, one in zip(made, given, strict=True)}, by, created=True)
        return [row.pk for row in made]

    def change(self, given: Mapping[int, Values], by: Actor) -> None:
        linked = dict(zip(given, _linked(list(given.values()), by), strict=True))
        rows = Deal.objects.in_bulk(list(given))
        own = {}
        for pk, one in linked.items():
            values: dict[str, Any] = {key: one[key] for key in ("name", "product", "customer") if key in one}
            if "amount" in one:
                amount = one["amount"]
                values["amount"] = None if amount is None else Money.of(amount, rows[pk].currency).minor
            if values:
                own[pk] = values
        for pk, values in own.items():
            deals.change(rows[pk], values, by=by)
        owners = {pk: one["owner"] for pk, one in linked.items() if one.get("owner")}
        if owners:
            deals.reassign_many(owners, by=by)
        fill(KIND, {pk: one["fields"] for pk, one in given.items() if one.get("fields")}, by, created=False)
        stages = Stage.objects.in_bulk({one["stage"] for one in given.values() if one.get("stage")})
        moves = [deals.Move(pk, _stage(stages, one["stage"])) for pk, one in given.items() if one.get("stage")]
        if moves:
            deals.move_many(moves, by=by)


def _places(given: Sequence[Values]) -> list[Stage]:
    """Return the stage that each new deal begins in."""
    stages = list(Stage.objects.select_related("pipeline").order_by("pipeline__position", "position"))
    known = {stage.pk: stage for stage in stages}
    found = []
    for one in given:
        pipeline = one.get("pipeline")
        stage = _stage(known, one["stage"]) if one.get("stage") else None
        if stage is not None and pipeline not in (None, stage.pipeline_id):
            raise ValidationError({"stage": _("The stage belongs to another pipeline.")})
        first = next((each for each in stages if pipeline in (None, each.pipeline_id)), None)
        if first is None:
            raise ValidationError({"pipeline": _("There is no such pipeline.")})
        found.append(stage or first)
    return found


def _stage(known: Mapping[int, Stage], number: int) -> Stage:
    if number not in known:
        raise ValidationError({"stage": _("There is no such stage.")})
    return known[number]


def _linked(given: Sequence[Values], by: Actor) -> list[dict[str, Any]]:
    """Return bodies with records in place of their numbers."""
    links = {"customer": PARTY, "product": PRODUCT, "owner": USER}
    found = {key: named(kind, [one.get(key) for one in given], by, key) for key, kind in links.items()}
    return [{key: found[key].get(value) if key in links else value for key, value in one.items()} for one in given]


register(
    Resource(
        "deals",
        KIND,
        Deals(),
        create=DealIn,
        change=DealChange,
        links={"customer": PARTY, "product": PRODUCT, "owner": USER, "stage": "sales.stage"},
        shown={"stage": lambda row: row.stage.name},
    )
)
