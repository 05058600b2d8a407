"""What happened to a deal of an export, as items that are released when company time comes to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from setpoint.domains.catalog.models import Product
from setpoint.domains.sales.imports.deal_settings import DealSettings
from setpoint.domains.sales.imports.stage_words import meaning_of
from setpoint.domains.sales.models import Stage
from setpoint.kernel.models import User
from setpoint.kernel.money import Money
from setpoint.platform.importing.importer import Item
from setpoint.platform.importing.parsing import Record

# notes of a deal, each in a column of its own
NOTES = ("note", "note_2", "note_3", "note_4", "note_5")


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

    def of(self, record: Record, lived: Sequence[tuple[str, datetime]] = ()) -> Sequence[Item]:
        """Return what happened to one deal, in order of time; `lived`: the stages it came into, where that is told."""
        values = record.values
        # told of a stage that the pipeline does not have, the history has a hole
        stays = [stay for stay in lived if self.settings.outcome(stay[0]) is None and meaning_of(stay[0]) == "open"]
        if stays and all(name in self.stages for name, _at in stays):
            return self._told(record, stays)
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
            items += self._since(key, name, values, opened_at, closed_at)
        return items

    def _told(self, record: Record, stays: Sequence[tuple[str, datetime]]) -> Sequence[Item]:
        """Return what happened to a deal whose history is known: it came into each stage at its moment."""
        values, last = record.values, self.settings.last_moment
        opened_at, closed_at = self.settings.aware(values.get("created")), self.settings.aware(values.get("closed"))
        key = str(values.get("key"))
        begun = min(filter(None, (opened_at, stays[0][1])))
        beginning = self._beginning(record, key, begun, begun, "")
        known = {"history": True, "stage": self.stages[stays[0][0]].pk}
        items = [Item(key, begun, beginning.payload | known)]
        for name, at in stays[1:]:
            items.append(self._later(key, name, at, None, history=True))
        name = str(values.get("stage") or "")
        outcome = self.settings.outcome(name)
        if outcome and closed_at:
            items.append(self._end(key, values, outcome, max(closed_at, stays[-1][1])))
        elif values.get("amount") is not None or (name in self.stages and name != stays[-1][0]):
            seen = name if name in self.stages else stays[-1][0]
            # it stands elsewhere than the history ends: since when, nobody says
            items.append(self._later(key, seen, max(last, stays[-1][1]), self._minor(values), history=False))
        return items

    def _since(
        self, key: str, name: str, values: dict[str, Any], opened_at: datetime, closed_at: datetime | None
    ) -> list[Item]:
        """Return how an open deal came where it stands: at the moment that the file tells, else nobody knows when."""
        last, amount = max(self.settings.last_moment, opened_at), self._minor(values)
        since = self.settings.aware(values.get("since"))
        if since is None or since < opened_at or closed_at or name == self.settings.entry:
            return [self._later(key, name, last, amount, history=self.settings.history)]
        came = self._later(key, name, since, None, history=True)
        known = [] if amount is None else [self._later(key, name, max(last, since), amount, history=False)]
        return [came, *known]

    def _later(self, key: str, stage: str, at: datetime, amount: int | None, *, history: bool) -> Item:
        payload = {"op": "later", "key": key, "history": history, "stage": self.stages[stage].pk, "amount": amount}
        return Item(key, at, payload | {"at": at.isoformat()})

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
            "notes": [text for name in NOTES if (text := record.text(name))],
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
