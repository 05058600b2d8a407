"""Deals leave with all that belongs to them, as far as somebody sees it."""

import csv
import io
from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from setpoint.domains.sales.exporting import names, rows
from setpoint.domains.sales.operations import deal_parts, holds
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import FieldRight
from tests.cast import Cast
from tests.web.conftest import a_deal


def a_full_deal(cast: Cast) -> int:
    deal, sara = a_deal(cast, customer=cast.oak), Actor.of(cast.sara)
    deal_parts.set_contacts(deal, {cast.ivan.pk: "decides"}, by=sara)
    deal_parts.set_lines(deal, [(cast.shed, 2, 480_000)], by=sara)
    deal_parts.set_competitors(deal, ["Barns; Ltd"], by=sara)
    holds.hold(deal, until=date(2026, 3, 9), reason="Counts its money", by=sara)
    return deal.pk


def told(by: Actor, pk: int) -> dict[str, str]:
    return dict(zip(names("en", by), rows([pk], by)[0], strict=True))


def test_a_deal_leaves_with_its_parts(cast: Cast) -> None:
    said = told(Actor.of(cast.henry), a_full_deal(cast))

    assert (said["Amount"], said["Amount, currency"], said["Stage"]) == ("9600.00", "USD", "Qualification")
    assert said["People of the customer (name; role)"] == "Ivan Petrov;decides"
    assert said["Lines (product; quantity; price)"] == "Cedar shed;2;4800.00 USD"
    assert said["Competitors"] == '"Barns; Ltd"'
    assert said["Waits (reason; until)"] == "Counts its money;2026-03-09"


def test_who_does_not_see_amounts_sees_no_prices(cast: Cast) -> None:
    pk = a_full_deal(cast)
    FieldRight.objects.create(role=cast.henry.role, kind="sales.deal", field="amount", level="hidden")

    said = told(Actor.of(cast.henry), pk)

    assert "Amount" not in said
    assert said["Lines (product; quantity; price)"] == ""


def test_the_list_gives_deals_with_all_details_in_as_many_queries_for_any_number(cast: Cast, client: Client) -> None:
    one = a_full_deal(cast)
    client.force_login(cast.henry)
    link = "/lists/sales.deal/export.csv?columns=*&state=all"
    table = list(csv.reader(io.StringIO(b"".join(client.get(link)).decode("utf-8-sig"))))
    assert [len(row) for row in table] == [len(table[0])] * 2
    henry = Actor.of(cast.henry)

    with CaptureQueriesContext(connection) as few:
        rows([one], henry)
    more_deals = [a_full_deal(cast) for _number in range(2)]
    with CaptureQueriesContext(connection) as more:
        rows([one, *more_deals], henry)
    assert len(more) == len(few)
