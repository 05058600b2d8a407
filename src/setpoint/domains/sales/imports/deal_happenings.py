"""What happened to a deal of an export, as items that are released when company time comes to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from setpoint.domains.catalog.models import Product
from setpoint.domains.sales.imports.deal_settings import DealSettings
from setpoint.domains.sales.models import Stage
from setpoint.kernel.models import User
from setpoint.kernel.money import Money
from setpoint.platform.importing.importer import Item
from setpoint.platform.importing.parsing import Record


@dataclass(frozen=True)
class Happenings:
    """Knows what rows refer to by name; turns each into what happened.

    A row dated at its beginning begins in the entry stage with the list price as estimate: nothing in
    it tells of what came later. An undated row begins on the export's last day, or when it closed.
    """

    settings: DealSettings
    currency: str
    run: int
    owners: dict[str, User]
    products: dict[str, Product]
    stages: dict[str, Stage]

    def of(self, record: Record) -> Sequence[Item]:
        """Return what happened to one deal, in order of time."""
        values = record.values
        opened_at, closed_at = self.settings.aware(values.get("created")), self.settings.aware(values.get("closed"))
        name = str(values.get("stage") or self.settings.entry)
        outcome = self.settings.outcome(name)
        last = self.settings.last_moment
        begun = opened_at or (closed_at if outcome and closed_at else last)
        key = str(values.get("key") or f"{self.run}-{record.row}")
        items = [self._beginning(record, key, begun, opened_at, name if not opened_at and not outcome else "")]
        if outcome and closed_at:
            items.append(self._end(key, values, outcome, closed_at))
        elif opened_at and (name != self.settings.entry or values.get("amount") is not None):
            later = {
                "op": "later",
                "key": key,
                "history": self.settings.history,
                "stage": self.stages[name].pk,
                "amount": self._minor(values),
            }
            items.append(Item(key, max(last, opened_at), later | {"at": max(last, opened_at).isoformat()}))
        return items

    def _beginning(self, record: Record, key: str, begun: datetime, opened_at: datetime | None, stage: str) -> Item:
        values = record.values
        product = self.products.get(str(values.get("product") or ""))
        price = product.list_price if product and product.currency == self.currency and product.list_price else None
        amount = self._minor(values) if stage else None
        label = " — ".join(str(values[part]) for part in ("product", "customer") if values.get(part))
        payload: dict[str, Any] = {
            "op": "open",
            "key": key,
            "name": values.get("name") or label or key,
            "owner": self.owners[str(values["owner"])].pk,
            "customer": values.get("customer"),
            "product": product.pk if product else None,
            "stage": self.stages[stage or self.settings.entry].pk,
            "amount": price if amount is None else amount,
            "estimated": amount is None and price is not None,
            "history": self.settings.history,
            "currency": self.currency,
            "opened_at": opened_at.isoformat() if opened_at else None,
            "at": begun.isoformat(),
        }
        return Item(key, begun, payload)

    def _end(self, key: str, values: dict[str, Any], outcome: str, at: datetime) -> Item:
        amount = self._minor(values) if outcome == "won" else None
        reason = str(values.get("reason") or "")[:120]
        payload = {"op": "close", "key": key, "outcome": outcome, "amount": amount, "reason": reason}
        return Item(key, at, payload | {"at": at.isoformat()})

    def _minor(self, values: dict[str, Any]) -> int | None:
        amount = values.get("amount")
        return Money.of(amount, self.currency).minor if isinstance(amount, Decimal) else None
