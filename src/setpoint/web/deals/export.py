"""The list of deals as a file that a spreadsheet opens without running anything in it."""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.platform.fields.models import Field
from setpoint.platform.fields.querying import narrowed
from setpoint.platform.importing.formula_cells import shield
from setpoint.web.deals.rows import Wanted, deals_for
from setpoint.web.fields.listing import asked, texts_of
from setpoint.web.http import StaffRequest, actor

CHUNK = 500


class _Echo:
    """A file that gives back what is written into it."""

    def write(self, line: str) -> str:
        return line


def export(request: StaffRequest) -> StreamingHttpResponse:
    """Send the rows of the list, all of them, in the order of their numbers."""
    by, of_fields = actor(request), asked(KIND, request.GET)
    rows = narrowed(deals_for(by, Wanted.of(request.GET)), of_fields.conditions)
    rows = rows.select_related("owner", "customer", "product", "stage", "closure").order_by("pk")
    # read now: the stream is written when the reader's language and zone are no longer active
    head = [_("Deal"), _("Customer"), _("Product"), _("Stage"), pgettext("of a deal", "Owner"), _("Amount")]
    head += [_("Currency"), _("Created"), _("Closed"), _("Outcome"), _("Reason"), *map(str, of_fields.fields)]
    language = get_language() or "en"
    zone = timezone.get_current_timezone()

    def day(moment: datetime | None) -> str:
        return moment.astimezone(zone).date().isoformat() if moment else ""

    def lines() -> Iterator[str]:
        writer = csv.writer(_Echo())
        # the mark by which spreadsheets know UTF-8
        yield "\ufeff" + writer.writerow(head)
        for deal, further in _with_fields(rows, of_fields.fields, by, language):
            closure = getattr(deal, "closure", None)
            texts = [deal.name, _name(deal.customer), _name(deal.product), deal.stage.name, deal.owner.name]
            amount = deal.money.amount if deal.money else ""
            closed = [closure.outcome, shield(closure.reason)] if closure else ["", ""]
            dates = [day(deal.opened_at), day(deal.closed_at)]
            yield writer.writerow([*map(shield, texts), amount, deal.currency, *dates, *closed, *map(shield, further)])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="deals.csv"'
    return response


def _with_fields(
    rows: "QuerySet[Deal]", fields: Sequence[Field], by: Actor, language: str
) -> Iterator[tuple[Deal, list[str]]]:
    """Yield deals with what they say in fields, some hundreds at a time."""
    for chunk in _chunks(rows.iterator(chunk_size=CHUNK)):
        with override(language):
            texts = texts_of(KIND, [deal.pk for deal in chunk], fields, by)
        yield from ((deal, texts[deal.pk]) for deal in chunk)


def _chunks(rows: Iterator[Deal]) -> Iterator[list[Deal]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _name(record: Any) -> str:
    return record.name if record else ""
