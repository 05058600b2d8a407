"""Leads: what is done with inquiries until they become deals, contacts, or nothing."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from setpoint.api.resources.base import named
from setpoint.api.verbs.base import verb
from setpoint.domains.catalog.models import Product
from setpoint.domains.sales.models import Deal, Lead, LeadState, Stage
from setpoint.domains.sales.operations import handovers, intake, lead_endings, leads, nurturing
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.models import User

KIND = "sales.lead"
Ids = Annotated[list[Annotated[int, Field(ge=1, le=2**63 - 1)]], Field(min_length=1, max_length=500)]


def receive(
    *,
    source: Annotated[str, Field(max_length=60)],
    name: str = "",
    organisation: str = "",
    email: str = "",
    phone: str = "",
    message: str = "",
    campaign: Annotated[str, Field(max_length=120)] = "",
    product: Product | None = None,
    owner: User | None = None,
    by: Actor,
) -> Lead | Deal:
    """Take one inquiry in; a lead, or a deal where the company works without leads. `source` is a source's key."""
    asked = intake.Inquiry(
        source=source,
        name=name,
        organisation=organisation,
        email=email,
        phone=phone,
        message=message,
        campaign=campaign,
        product=product,
        owner=owner,
    )
    return intake.receive(asked, by=by)


def move(lead: Lead, state: LeadState, *, by: Actor) -> None:
    """Put an open lead into a state."""
    leads.move_many({lead.pk: state}, by=by)


def assign(*, ids: Ids, owner: User | None = None, why: str = "", by: Actor) -> None:
    """Give open leads to somebody, null to the pool."""
    leads.assign_many([leads.Assignment(pk, owner, why) for pk in named(KIND, ids, by, "ids")], by=by)


def touch(
    lead: Lead,
    *,
    kind: Literal["call", "email", "meeting", "message", "note"],
    connected: bool = True,
    text: Annotated[str, Field(max_length=5000)] = "",
    happened_at: AwareDatetime | None = None,
    by: Actor,
) -> None:
    """Write down a touch of an open lead."""
    at = happened_at or company_now()
    leads.touch_many([leads.Touch(lead.pk, kind, at, connected=connected, text=text)], by=by)


def to_deal(lead: Lead, *, stage: Stage | None = None, amount: int | None = None, by: Actor) -> Deal:
    """Turn a lead into a deal with its customer, product and source; `amount` in minor units."""
    return lead_endings.to_deal(lead, stage=stage, amount=amount, by=by)


def reject(*, ids: Ids, reason: Annotated[str, Field(max_length=200)], by: Actor) -> None:
    """Reject open leads with a reason."""
    lead_endings.reject_many(list(named(KIND, ids, by, "ids")), reason=reason, by=by)


def nurture(
    *,
    ids: Ids,
    days: Annotated[int, Field(ge=1, le=3650)],
    reason: Annotated[str, Field(max_length=200)],
    by: Actor,
) -> int:
    """Leave open leads to marketing for so many days; return how many were not there yet."""
    return len(nurturing.nurture_many(list(named(KIND, ids, by, "ids")), days=days, reason=reason, by=by))


def resume(*, ids: Ids, by: Actor) -> int:
    """Take leads back from marketing; return how many were there."""
    return nurturing.resume_many(list(named(KIND, ids, by, "ids")), by=by)


def change(
    lead: Lead,
    *,
    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None,
    organisation: Annotated[str, Field(max_length=200)] | None = None,
    message: str | None = None,
    product: Product | None = None,
    by: Actor,
) -> Lead:
    """Change values of a lead; what is left out stays."""
    said = {"name": name, "organisation": organisation, "message": message, "product": product}
    return leads.change(lead, {key: value for key, value in said.items() if value is not None}, by=by)


verb("receive_inquiry", "POST", "leads", receive)
verb("change_lead", "PATCH", "leads/{lead}", change)
verb("move_lead", "PUT", "leads/{lead}/state", move)
verb("take_lead", "POST", "leads/{lead}/taking", leads.take)
verb("touch_lead", "POST", "leads/{lead}/touches", touch)
verb("turn_lead_into_deal", "POST", "leads/{lead}/deal", to_deal)
verb("turn_lead_into_contact", "POST", "leads/{lead}/contact", lead_endings.to_contact)
verb("reopen_lead", "DELETE", "leads/{lead}/ending", lead_endings.reopen)
verb("assign_leads", "POST", "leads/assignments", assign)
verb("reject_leads", "POST", "leads/rejections", reject)
verb("nurture_leads", "POST", "leads/nurturing", nurture)
verb("resume_leads", "POST", "leads/resumptions", resume)
verb("qualify_lead", "POST", "leads/{lead}/handover", handovers.qualify)
verb("accept_lead", "POST", "leads/{lead}/acceptance", handovers.accept)
verb("send_lead_back", "POST", "leads/{lead}/return", handovers.send_back)
