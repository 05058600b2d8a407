"""Cards of leads as the board draws them."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from setpoint.domains.sales.models import Lead
from setpoint.ui.templatetags.figures import since
from setpoint.ui.templatetags.pictures import initials

CARD = (
    '<article class="card-deal{late}" data-board-card data-row role="listitem">'
    '<a class="card-name" href="{url}" hx-get="{url}" hx-push-url="{address}lead={number}" data-row-open>{name}</a>\n'
    '{organisation}<span class="card-foot"><span>{source}</span><span class="{mark}">{waits}</span>{owner}</span>\n'
    '<form data-board-form hx-post="{url}/states" hx-trigger="moved" hx-swap="none">'
    '<input type="hidden" name="column"><input type="hidden" name="position"></form>'
    '<button type="button" class="card-move" data-move-open aria-label="{move}: {name}">⋮</button></article>'
)


def drawn(leads: Iterable[Lead], now: datetime, address: str) -> list[SafeString]:
    """Return the cards of leads that came with their names; `address` is the board's, before lead=7."""
    place, move, pool = reverse("lead", args=[0]).removesuffix("0"), _("Move"), _("in the pool")
    return [_card(lead, now, address, place, (move, pool)) for lead in leads]


def _card(lead: Lead, now: datetime, address: str, place: str, words: tuple[str, str]) -> SafeString:
    late = lead.responded_at is None and lead.due_at is not None and lead.due_at < now
    organisation = format_html('<span class="card-customer">{}</span>', lead.organisation) if lead.organisation else ""
    avatar = '<span class="avatar avatar-xs" title="{}">{}</span>'
    owner = (
        format_html(avatar, lead.owner.name, initials(lead.owner.name))
        if lead.owner
        else format_html('<span class="tag ms-auto">{}</span>', words[1])
    )
    return format_html(
        CARD,
        late=" is-late" if late else "",
        url=f"{place}{lead.pk}",
        address=address,
        number=lead.pk,
        name=lead.name,
        organisation=organisation,
        source=lead.source.name,
        mark="late" if late else "days",
        waits=since(lead.received_at, now),
        owner=owner,
        move=words[0],
    )
