"""A won deal is a purchase; a reopened one is none after all."""

from setpoint.domains.customers.queries.purchases import Purchase, register_purchase
from setpoint.kernel.facts import JsonDict


def _taken_back(data: JsonDict) -> int:
    return -1 if data.get("outcome") == "won" else 0


register_purchase(Purchase("sales.deal_won", lambda _data: 1, lambda data: data.get("amount") or 0))
register_purchase(
    Purchase("sales.deal_reopened", _taken_back, lambda data: _taken_back(data) * (data.get("amount") or 0))
)
