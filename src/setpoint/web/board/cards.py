"""Cards as the board draws them: forty and more on a page, so they are written here and not by a template."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from setpoint.domains.sales.models import Deal
from setpoint.ui.templatetags.figures import money
from setpoint.ui.templatetags.pictures import initials

CARD = (
    '<article class="card-deal{late}" data-board-card data-row role="listitem">'
    '<a class="card-name" href="{url}" hx-get="{url}" hx-push-url="{address}deal={number}" data-row-open>{name}</a>\n'
    '{customer}<span class="card-foot">{amount}{days}'
    '<span class="avatar avatar-xs" title="{owner}">{initials}</span></span>\n'
    '<form data-board-form hx-post="{url}/moves" hx-trigger="moved" hx-swap="none">'
    '<input type="hidden" name="column"><input type="hidden" name="position"></form>'
    '<button type="button" class="card-move" data-move-open aria-label="{move}: {name}">⋮</button></article>'
)
CUSTOMER = '<span class="card-customer">{}</span>'
AMOUNT, ESTIMATE = '<span class="num">{}</span>', '<span class="num estimated" title="{}">{}</span>'
DAYS = '<span class="{}">{} {}</span>'


def drawn(deals: Iterable[Deal], now: datetime, address: str, *, blind: bool = False) -> list[SafeString]:
    """Return the cards of deals that came with their names; `address` is the board's, before deal=7.

    `blind` to amounts, they say none.
    """
    words = {"estimate": _("estimate: the list price"), "move": _("Move"), "d": pgettext("days, short", "d")}
    # the address of a deal is asked of Django once: to ask for each takes longer than to draw the card
    place = reverse("deal", args=[0]).removesuffix("0")
    words["blind"] = "blind" if blind else ""
    return [_card(deal, now, address, place, words) for deal in deals]


def _card(deal: Deal, now: datetime, address: str, place: str, words: dict[str, str]) -> SafeString:
    days = None if deal.stage_since is None else max((now - deal.stage_since).days, 0)
    late = days is not None and days >= deal.stage.norm_days
    written = "" if words["blind"] else money(deal.money, "whole")
    return format_html(
        CARD,
        late=" is-late" if late else "",
        url=f"{place}{deal.pk}",
        address=address,
        number=deal.pk,
        name=deal.name,
        customer=format_html(CUSTOMER, deal.customer.name) if deal.customer else "",
        amount=format_html(ESTIMATE, words["estimate"], written) if deal.estimated else format_html(AMOUNT, written),
        days="" if days is None else format_html(DAYS, "late" if late else "days", days, words["d"]),
        owner=deal.owner.name,
        initials=initials(deal.owner.name),
        move=words["move"],
    )
