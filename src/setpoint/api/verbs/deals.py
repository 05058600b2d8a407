"""Parts of deals: people, lines, competitors, the next step, credit, payments, waiting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from setpoint.api.resources.base import named
from setpoint.api.verbs.base import verb
from setpoint.domains.customers.models import Party
from setpoint.domains.sales.models import Deal, Recut
from setpoint.domains.sales.operations import deal_parts, holds, recuts
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Territory

Minor = Annotated[int, Field(ge=0, le=2**62, description="In minor units of the deal's currency")]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


@dataclass
class Line:
    """What is sold: `product` by its number, `price` of one in minor units."""

    product: Number
    quantity: Number
    price: Minor


def set_contacts(deal: Deal, *, roles: Mapping[int, str], by: Actor) -> None:
    """Say which people have to do with a deal, and as what (customer → role)."""
    deal_parts.set_contacts(deal, {pk: roles[pk] for pk in named("customers.party", list(roles), by, "roles")}, by=by)


def set_lines(deal: Deal, *, lines: Sequence[Line], by: Actor) -> Deal:
    """Say what a deal sells; the sum is its amount."""
    products = named("catalog.product", [one.product for one in lines], by, "lines")
    return deal_parts.set_lines(deal, [(products[one.product], one.quantity, one.price) for one in lines], by=by)


def set_competitors(deal: Deal, *, names: Sequence[str], by: Actor) -> None:
    """Say who else offers."""
    deal_parts.set_competitors(deal, names, by=by)


def split_credit(deal: Deal, *, shares: Mapping[int, Annotated[int, Field(ge=0, le=1_000_000)]], by: Actor) -> None:
    """Say whose success a deal is (person → parts per million; empty: its owner's alone)."""
    named("kernel.user", list(shares), by, "shares")
    deal_parts.split_credit(deal, shares, by=by)


def set_recurrence(
    deal: Deal,
    *,
    period: Literal["month", "quarter", "year"],
    periods: Annotated[int, Field(ge=1, le=1200)],
    amount: Minor,
    by: Actor,
) -> Deal:
    """Let a deal be paid `periods` times `amount`; together they are its amount."""
    return deal_parts.set_recurrence(deal, period=period, periods=periods, amount=amount, by=by)


def resume(deal: Deal, *, by: Actor) -> int:
    """Take a deal off hold; return how many were on it."""
    return holds.resume_many([deal.pk], by=by)


def name_account(party: Party, territory: Territory | None = None, *, by: Actor) -> None:
    """Let a customer lie in a territory whatever the rules say; null leaves it to the rules again."""
    recuts.name_account(party, territory, by=by)


def draft(*, by: Actor) -> Recut:
    """Begin to work out what the rules of territories would move; nothing moves yet."""
    return recuts.draft(by=by)


def set_next_step(deal: Deal, *, what: str, due: date | None = None, by: Actor) -> None:
    """Say what comes next and by when."""
    deal_parts.set_next_step(deal, what=what, due=due, by=by)


verb("set_deal_contacts", "PUT", "deals/{deal}/contacts", set_contacts)
verb("set_deal_lines", "PUT", "deals/{deal}/lines", set_lines)
verb("set_deal_competitors", "PUT", "deals/{deal}/competitors", set_competitors)
verb("set_deal_next_step", "PUT", "deals/{deal}/next-step", set_next_step)
verb("split_deal_credit", "PUT", "deals/{deal}/credit", split_credit)
verb("set_deal_payments", "PUT", "deals/{deal}/payments", set_recurrence)
verb("hold_deal", "PUT", "deals/{deal}/hold", holds.hold)
verb("resume_deal", "DELETE", "deals/{deal}/hold", resume)
verb("name_account", "PUT", "customers/{party}/territory", name_account)
verb("draft_territories", "POST", "territory-cuts", draft)
verb("apply_territories", "POST", "territory-cuts/{recut}/application", recuts.apply)
verb("undo_territories", "DELETE", "territory-cuts/{recut}/application", recuts.undo)
