"""What belongs to a deal beside itself: hold, next step, contacts, products, competitors, credit, payments."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.domains.catalog.models import Product
from setpoint.domains.sales.models import Deal
from setpoint.domains.sales.operations import deal_parts, holds
from setpoint.kernel.actors import Actor
from setpoint.kernel.folding import fold
from setpoint.kernel.models import User
from setpoint.kernel.permissions import visible_to
from setpoint.ui.amounts import AmountField
from setpoint.ui.toasting import say, warn
from setpoint.web.deal.actions import done
from setpoint.web.deal.showing import visible_deal
from setpoint.web.http import StaffRequest, actor

MOST_LINES = 40
PERCENT = deal_parts.WHOLE // 100
Handler = Callable[[Deal, QueryDict, Actor], None]


@require_POST
def deal_part(request: StaffRequest, deal_id: int, part: str) -> HttpResponse:
    """Save one part of a deal as its form sends it."""
    deal = visible_deal(request, deal_id)
    if part not in HANDLERS:
        raise Http404
    try:
        HANDLERS[part](deal, request.POST, actor(request))
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    else:
        say(request, _("Saved."))
    return done(request, deal_id)


def _hold(deal: Deal, sent: QueryDict, by: Actor) -> None:
    if sent.get("resume"):
        holds.resume_many([deal.pk], by=by)
    else:
        holds.hold(deal, until=_day(sent.get("until", "")), reason=sent.get("reason", ""), by=by)


def _next(deal: Deal, sent: QueryDict, by: Actor) -> None:
    deal_parts.set_next_step(deal, what=sent.get("what", ""), due=_day(sent.get("due", "")), by=by)


def _contacts(deal: Deal, sent: QueryDict, by: Actor) -> None:
    roles = {
        row.party_id: sent.get(f"role.{row.party_id}", row.role)
        for row in deal.contacts.all()
        if not sent.get(f"drop.{row.party_id}")
    }
    name = sent.get("customer", "").strip()
    if name:
        found = list(visible_to(by, "customers.party").filter(folded=fold(name), kind="person")[:2])
        if len(found) != 1:
            few = _("There is no person “%(name)s” among the customers. Add the card first.")
            many = _("There are several people “%(name)s”: write the name as it stands on the card.")
            raise ValidationError({"name": (many if found else few) % {"name": name}})
        roles[found[0].pk] = sent.get("role", "")
    deal_parts.set_contacts(deal, roles, by=by)


def _lines(deal: Deal, sent: QueryDict, by: Actor) -> None:
    products = visible_to(by, "catalog.product").in_bulk()
    lines: list[tuple[Product, int, int]] = []
    for number in range(MOST_LINES):
        chosen = sent.get(f"product.{number}", "")
        if not chosen.isdigit() or sent.get(f"drop.{number}"):
            continue
        if int(chosen) not in products:
            raise ValidationError({"product": _("Choose a record from the list.")})
        quantity, price = sent.get(f"quantity.{number}", "").strip() or "1", sent.get(f"price.{number}", "")
        if not (quantity.isascii() and quantity.isdigit()) or len(quantity) > len("100000000"):
            raise ValidationError({"quantity": _("Write a whole number.")})
        product = products[int(chosen)]
        minor = AmountField(deal.currency).clean(price)
        lines.append((product, int(quantity), product.list_price if minor is None else minor))
    deal_parts.set_lines(deal, lines, by=by)


def _competitors(deal: Deal, sent: QueryDict, by: Actor) -> None:
    deal_parts.set_competitors(deal, sent.get("names", "").split(","), by=by)


def _credit(deal: Deal, sent: QueryDict, by: Actor) -> None:
    shares = {}
    for number in sent.getlist("person"):
        text = sent.get(f"share.{number}", "").replace(",", ".").replace("%", "").strip()
        if number.isdigit() and text:
            try:
                share = Decimal(text)
            except InvalidOperation as wrong:
                raise ValidationError({"shares": _("Write a share as a number of percent.")}) from wrong
            if not share.is_finite() or abs(share) > 100:  # noqa: PLR2004 - percent
                raise ValidationError({"shares": _("Write a share as a number of percent.")})
            if share:
                shares[int(number)] = round(share * PERCENT)
    deal_parts.split_credit(deal, shares, by=by)


def _payments(deal: Deal, sent: QueryDict, by: Actor) -> None:
    minor, periods = AmountField(deal.currency).clean(sent.get("amount", "")), sent.get("periods", "")
    if minor is None:
        raise ValidationError({"amount": _("Write what is paid each time.")})
    number = int(periods) if periods.isascii() and periods.isdigit() and len(periods) < len("10000") else 0
    deal_parts.set_recurrence(deal, period=sent.get("period", ""), periods=number, amount=minor, by=by)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


HANDLERS: dict[str, Handler] = {
    "hold": _hold,
    "next": _next,
    "contacts": _contacts,
    "lines": _lines,
    "competitors": _competitors,
    "credit": _credit,
    "payments": _payments,
}


def colleagues() -> list[User]:
    """Return the people among whom credit can be split."""
    return list(User.objects.filter(is_active=True, team__isnull=False).order_by("name"))
