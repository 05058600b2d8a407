"""The list of deals as a file that a spreadsheet opens without running anything in it."""

import csv
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from setpoint.platform.importing.formula_cells import shield
from setpoint.web.deals.rows import Wanted, deals_for
from setpoint.web.http import StaffRequest, actor


class _Echo:
    """A file that gives back what is written into it."""

    def write(self, line: str) -> str:
        return line


def export(request: StaffRequest) -> StreamingHttpResponse:
    """Send the rows of the list, all of them, in the order of their numbers."""
    rows = deals_for(actor(request), Wanted.of(request.GET))
    rows = rows.select_related("owner", "customer", "product", "stage", "closure").order_by("pk")
    # read now: the stream is written when the reader's language and zone are no longer active
    head = [_("Deal"), _("Customer"), _("Product"), _("Stage"), pgettext("of a deal", "Owner"), _("Amount")]
    head += [_("Currency"), _("Created"), _("Closed"), _("Outcome"), _("Reason")]
    zone = timezone.get_current_timezone()

    def day(moment: datetime | None) -> str:
        return moment.astimezone(zone).date().isoformat() if moment else ""

    def lines() -> Iterator[str]:
        writer = csv.writer(_Echo())
        # the mark by which spreadsheets know UTF-8
        yield "\ufeff" + writer.writerow(head)
        for deal in rows.iterator(chunk_size=2000):
            closure = getattr(deal, "closure", None)
            texts = [deal.name, _name(deal.customer), _name(deal.product), deal.stage.name, deal.owner.name]
            amount = deal.money.amount if deal.money else ""
            closed = [closure.outcome, shield(closure.reason)] if closure else ["", ""]
            dates = [day(deal.opened_at), day(deal.closed_at)]
            yield writer.writerow([*map(shield, texts), amount, deal.currency, *dates, *closed])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="deals.csv"'
    return response


def _name(record: Any) -> str:
    return record.name if record else ""
