"""Rows in bulk are the rows that models would have written."""

import pytest

from setpoint.domains.sales.models import Deal
from setpoint.kernel.bulk import insert
from tests.cast import MONDAY, Cast


def columns(cast: Cast, names: list[str]) -> dict[str, list[object]]:
    one = {
        "folded": "",
        "pipeline_id": cast.pipeline.pk,
        "stage_id": cast.stages[0].pk,
        "owner_id": cast.sara.pk,
        "customer_id": None,
        "product_id": cast.shed.pk,
        "channel": "",
        "amount": 480_000,
        "currency": "USD",
        "estimated": True,
        "opened_at": MONDAY,
        "stage_since": None,
        "touched_at": None,
        "closed_at": None,
        "external_id": "",
    }
    return {"name": names} | {name: [value] * len(names) for name, value in one.items()}


def test_rows_are_inserted_in_order_with_their_numbers(cast: Cast) -> None:
    ids = insert(Deal, columns(cast, ["Сарай", "Shed", "Shed"]))

    found = list(Deal.objects.order_by("pk").values_list("pk", "name", "opened_at", "estimated", "stage_since"))
    assert found == [(pk, name, MONDAY, True, None) for pk, name in zip(ids, ["Сарай", "Shed", "Shed"], strict=True)]


def test_no_rows_are_no_rows(cast: Cast) -> None:
    assert insert(Deal, columns(cast, [])) == []


@pytest.mark.usefixtures("live_db")
def test_outside_a_transaction_nothing_is_inserted() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        insert(Deal, {"name": ["Shed"]})
    assert not Deal.objects.exists()
