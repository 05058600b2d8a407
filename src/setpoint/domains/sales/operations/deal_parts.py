"""Who decides, what is sold, against whom, what comes next, whose credit a deal is, and how it is paid."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from setpoint.domains.activities.operations import activities
from setpoint.domains.activities.queries import next_of
from setpoint.domains.catalog.models import Product
from setpoint.domains.customers.models import Party
from setpoint.domains.customers.models.party import PartyKind
from setpoint.domains.sales.deal_facts import deal_fact
from setpoint.domains.sales.deal_locks import locked_deals, require_open
from setpoint.domains.sales.models import (
    Competitor,
    ContactRole,
    CreditShare,
    Deal,
    DealContact,
    DealLine,
    Period,
    Recurrence,
)
from setpoint.domains.sales.operations.deals import change
from setpoint.domains.sales.permissions import KIND
from setpoint.domains.sales.record import DealPartChanged
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, company_zone
from setpoint.kernel.models import User
from setpoint.kernel.money import Money
from setpoint.kernel.permissions import visible_to
from setpoint.kernel.refs import Ref

WHOLE = 1_000_000
ACTIVITY = "activities.activity"
CONTACTS, PRODUCTS, COMPETITORS = gettext_noop("contacts"), gettext_noop("products"), gettext_noop("competitors")
NEXT, CREDIT, PAYMENTS = gettext_noop("the next step"), gettext_noop("credit"), gettext_noop("payments")


@transaction.atomic
def set_contacts(deal: Deal, roles: Mapping[int, str], *, by: Actor) -> list[DealContact]:
    """Let these people have to do with the deal (party → role). ValidationError for an organisation, a strange role."""
    deal = _mine(deal, by)
    people = Party.objects.in_bulk(list(roles))
    if strange := [role for role in roles.values() if role not in ContactRole.values]:
        raise ValidationError({"role": _("“%(value)s” cannot be chosen here.") % {"value": strange[0]}})
    if any(pk not in people or people[pk].kind != PartyKind.PERSON for pk in roles):
        raise ValidationError({"contact": _("A contact is a person who has a card among the customers.")})
    deal.contacts.exclude(party__in=roles).delete()
    for pk, role in roles.items():
        DealContact.objects.update_or_create(deal=deal, party=people[pk], defaults={"role": role})
    # names of people stand on their cards, not in facts
    _tell(deal, CONTACTS, str(len(roles)), by)
    return list(deal.contacts.select_related("party"))


@transaction.atomic
def set_lines(deal: Deal, lines: Sequence[tuple[Product, int, int]], *, by: Actor) -> Deal:
    """Let the deal sell these (product, quantity, price in minor units); their sum is its amount."""
    deal = _mine(deal, by)
    if any(quantity < 1 for _product, quantity, _price in lines):
        raise ValidationError({"quantity": _("A quantity is 1 or more.")})
    if any(price < 0 for _product, _quantity, price in lines):
        raise ValidationError({"price": _("An amount cannot be negative.")})
    deal.lines.all().delete()
    DealLine.objects.bulk_create(
        DealLine(deal=deal, product=product, quantity=quantity, price=price) for product, quantity, price in lines
    )
    words = ", ".join(f"{quantity} × {product.name}" for product, quantity, _price in lines)
    _tell(deal, PRODUCTS, words, by)
    if not lines:
        return deal
    total = sum(quantity * price for _product, quantity, price in lines)
    return change(deal, {"amount": total, "product": lines[0][0], "estimated": False}, by=by)


@transaction.atomic
def set_competitors(deal: Deal, names: Sequence[str], *, by: Actor) -> None:
    """Say who else offers."""
    deal = _mine(deal, by)
    wanted = list(dict.fromkeys(name.strip()[:120] for name in names if name.strip()))
    deal.competitors.exclude(name__in=wanted).delete()
    known = set(deal.competitors.values_list("name", flat=True))
    Competitor.objects.bulk_create(Competitor(deal=deal, name=name) for name in wanted if name not in known)
    _tell(deal, COMPETITORS, ", ".join(wanted), by)


@transaction.atomic
def set_next_step(deal: Deal, *, what: str, due: date | None, by: Actor) -> None:
    """Say what comes next and by when: the first open activity about the deal, planned for its owner if there is none.

    ValidationError names what is missing.
    """
    deal = _mine(deal, by)
    if not what.strip():
        raise ValidationError({"what": _("Say what is to be done next.")})
    if due is None:
        raise ValidationError({"due": _("Say by which day.")})
    moment, about = datetime.combine(due, time(), company_zone()), Ref(KIND, deal.pk)
    step = next_of(KIND, [deal.pk]).get(deal.pk)
    if step is None or (by.is_person and not visible_to(by, ACTIVITY).filter(pk=step.pk).exists()):
        new = activities.NewActivity(
            subject=what[:200], owner=deal.owner, due_at=moment, all_day=True, customer=deal.customer, about=about
        )
        activities.plan(new, by=by)
    elif due != step.due_at.astimezone(company_zone()).date():
        activities.change(step, {"subject": what.strip()[:200], "due_at": moment, "all_day": True}, by=by)
    else:
        activities.change(step, {"subject": what.strip()[:200]}, by=by)
    _tell(deal, NEXT, due.isoformat(), by)


@transaction.atomic
def split_credit(deal: Deal, shares: Mapping[int, int], *, by: Actor) -> None:
    """Say whose success the deal is (user → parts per million, empty: its owner's alone).

    ValidationError where the shares do not add up to the whole, or somebody is not there.
    """
    (deal,) = locked_deals(by, [deal.pk]).values()
    people = User.objects.in_bulk(list(shares))
    if set(shares) - set(people):
        raise ValidationError({"shares": _("Choose people who work here.")})
    if any(share <= 0 for share in shares.values()):
        raise ValidationError({"shares": _("A share is more than 0 %. Leave out who has none.")})
    if shares and sum(shares.values()) != WHOLE:
        words = {"sum": f"{sum(shares.values()) / (WHOLE / 100):g}"}
        raise ValidationError({"shares": _("The shares add up to %(sum)s %%, not to 100 %%.") % words})
    deal.credit.all().delete()
    rows = [CreditShare(deal=deal, user=people[pk], share=share) for pk, share in shares.items()]
    CreditShare.objects.bulk_create(rows)
    words_of = [f"{people[pk].name} {share / (WHOLE / 100):g} %" for pk, share in shares.items()]
    _tell(deal, CREDIT, ", ".join(words_of) or deal.owner.name, by)


@transaction.atomic
def set_recurrence(deal: Deal, *, period: str, periods: int, amount: int, by: Actor) -> Deal:
    """Let the deal be paid `periods` times `amount` minor units; together they are its amount."""
    deal = _mine(deal, by)
    if period not in Period.values:
        raise ValidationError({"period": _("“%(value)s” cannot be chosen here.") % {"value": period}})
    if not 1 <= periods <= 600:  # noqa: PLR2004 - fifty years of months
        raise ValidationError({"periods": _("From 1 to %(largest)s.") % {"largest": 600}})
    if amount < 0:
        raise ValidationError({"amount": _("An amount cannot be negative.")})
    values = {"period": period, "periods": periods, "amount": amount}
    Recurrence.objects.update_or_create(deal=deal, defaults=values)
    _tell(deal, PAYMENTS, f"{periods} × {Money(amount, deal.currency).format('en')}", by)
    return change(deal, {"amount": periods * amount, "estimated": False}, by=by)


def _mine(deal: Deal, by: Actor) -> Deal:
    (found,) = locked_deals(by, [deal.pk]).values()
    require_open([found])
    return found


def _tell(deal: Deal, part: str, words: str, by: Actor, **more: Any) -> None:
    facts.emit(deal_fact(deal, DealPartChanged, by, company_now(), part=part, words=words, **more))
