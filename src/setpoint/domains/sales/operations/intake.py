"""Taking inquiries in: from a form, a call, a letter, a file, a program. Each becomes a lead with an owner at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.catalog.models import Product
from setpoint.domains.channels.models import PurposeText
from setpoint.domains.channels.operations import consents
from setpoint.domains.customers.models import Party
from setpoint.domains.sales.lead_facts import lead_fact
from setpoint.domains.sales.lead_locks import BATCH, may_create
from setpoint.domains.sales.lead_record import LeadReceived
from setpoint.domains.sales.models import Deal, Lead, LeadAnswer, LeadPolicy, LeadSource, LeadState
from setpoint.domains.sales.operations import cards, deals, leads, nurturing
from setpoint.domains.sales.operations.lead_words import ensure_words, policy_now
from setpoint.domains.sales.operations.pipelines import first_stage
from setpoint.domains.sales.permissions import LEAD
from setpoint.domains.sales.routing import Routed, route
from setpoint.domains.sales.scoring import score_of
from setpoint.domains.sales.territories import territory_of_many
from setpoint.kernel import facts
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.calendars import working_time
from setpoint.kernel.clock import company_now
from setpoint.kernel.folding import fold
from setpoint.kernel.models import Company, User
from setpoint.kernel.permissions import require_still
from setpoint.platform.fields.operations.values import fill_many

LONGEST = 200


@dataclass(frozen=True, kw_only=True)
class Inquiry:
    """What somebody asks. Name, organisation, e-mail or telephone must say who it is; `source` is a source's key.

    `owner` None lets the rules decide. `consent` is the version of a text that he agreed to. `at` is when it came,
    now by default.
    """

    source: str
    name: str = ""
    organisation: str = ""
    email: str = ""
    phone: str = ""
    message: str = ""
    campaign: str = ""
    product: Product | None = None
    country: str = ""
    region: str = ""
    sector: str = ""
    employees: int | None = None
    language: str = ""
    answers: Sequence[tuple[str, str]] = ()
    consent: PurposeText | None = None
    owner: User | None = None
    at: datetime | None = None
    external_id: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)


@transaction.atomic
def receive(inquiry: Inquiry, *, by: Actor) -> Lead | Deal:
    """Take one inquiry in; return the lead, or the deal where the company works without leads.

    ValidationError names the field that is wrong.
    """
    return receive_many([inquiry], by=by)[0]


@transaction.atomic
def receive_many(inquiries: Sequence[Inquiry], *, by: Actor) -> list[Lead | Deal]:
    """Take inquiries in, in sets: cards found or made, leads scored, placed and routed, consents kept."""
    may_create(by)
    states, policy = ensure_words(), policy_now()
    sources = {source.key: source for source in LeadSource.objects.filter(closed_at=None)}
    for inquiry in inquiries:
        _check(inquiry, sources)
    known = cards.of_many([_who(inquiry) for inquiry in inquiries], by=SYSTEM)
    rows = [
        _lead(inquiry, card, sources[inquiry.source], states[0], policy)
        for inquiry, card in zip(inquiries, known, strict=True)
    ]
    for inquiry, card in zip(inquiries, known, strict=True):
        if inquiry.consent is not None and card is not None:
            consents.give(card, inquiry.consent.purpose, way="site", by=SYSTEM)
    if policy.straight_to_deals:
        return list(_as_deals(inquiries, rows, policy, by))
    _save(rows, inquiries, by)
    fill_many(LEAD, {lead.pk: dict(one.fields) for lead, one in zip(rows, inquiries, strict=True)}, by=by, created=True)
    _place(rows, inquiries, policy)
    require_still(by, Lead.objects.all(), LEAD, "create", [lead.pk for lead in rows if lead.owner_id])
    return list(rows)


def _check(inquiry: Inquiry, sources: Mapping[str, LeadSource]) -> None:
    if inquiry.source not in sources:
        raise ValidationError({"source": _("There is no source of leads “%(key)s”.") % {"key": inquiry.source}})
    if not any(text.strip() for text in (inquiry.name, inquiry.organisation, inquiry.email, inquiry.phone)):
        raise ValidationError({"name": _("Say who it is: a name, an organisation, an e-mail or a telephone.")})
    if inquiry.owner is not None and not inquiry.owner.is_active:
        raise ValidationError({"owner": _("%(name)s no longer works here.") % {"name": inquiry.owner.name}})


def _who(inquiry: Inquiry) -> cards.Who:
    return cards.Who(
        name=inquiry.name.strip()[:LONGEST],
        organisation=inquiry.organisation.strip()[:LONGEST],
        email=inquiry.email.strip(),
        phone=inquiry.phone.strip(),
        country=inquiry.country.strip(),
        sector=inquiry.sector.strip(),
    )


def _lead(inquiry: Inquiry, card: Party | None, source: LeadSource, first: LeadState, policy: LeadPolicy) -> Lead:
    at = inquiry.at or company_now()
    name = inquiry.name.strip() or (card.name if card else "") or inquiry.organisation.strip() or inquiry.email
    lead = Lead(
        name=name[:LONGEST],
        folded=fold(name)[:LONGEST],
        customer=card,
        organisation=inquiry.organisation.strip(),
        message=inquiry.message.strip(),
        source=source,
        campaign=inquiry.campaign.strip(),
        state=first,
        product=inquiry.product,
        country=inquiry.country.strip(),
        region=inquiry.region.strip(),
        sector=inquiry.sector.strip(),
        employees=inquiry.employees,
        language=inquiry.language,
        score=score_of(inquiry, source.points, policy.points),
        consent=inquiry.consent,
        received_at=at,
        due_at=working_time().after_working_time(at, timedelta(minutes=source.norm_minutes)),
        owner=inquiry.owner,
        assigned_at=at if inquiry.owner else None,
        external_id=inquiry.external_id,
    )
    lead.full_clean(exclude=["territory"], validate_unique=False)
    return lead


def _save(rows: Sequence[Lead], inquiries: Sequence[Inquiry], by: Actor) -> None:
    places = territory_of_many(rows)
    for lead, place in zip(rows, places, strict=True):
        lead.territory_id = place
    Lead.objects.bulk_create(rows, batch_size=BATCH)
    LeadAnswer.objects.bulk_create(
        LeadAnswer(lead=lead, question=question[:LONGEST], answer=answer)
        for lead, one in zip(rows, inquiries, strict=True)
        for question, answer in one.answers
    )
    facts.emit_many(
        [
            lead_fact(
                lead,
                LeadReceived,
                by,
                lead.received_at,
                name=lead.name,
                from_source=lead.source.name,
                message=lead.message,
                answers=[list(pair) for pair in one.answers],
                score=lead.score,
                consent=lead.consent_id,
                external_id=lead.external_id,
            )
            for lead, one in zip(rows, inquiries, strict=True)
        ]
    )


def _place(rows: Sequence[Lead], inquiries: Sequence[Inquiry], policy: LeadPolicy) -> None:
    """Give what nobody has been named for to whom the rules name; what is worth too little, to marketing."""
    free = [lead for lead, one in zip(rows, inquiries, strict=True) if one.owner is None]
    low = [lead for lead in free if lead.score < policy.cut_off]
    if low:
        reason = _("score under %(least)s") % {"least": policy.cut_off}
        nurturing.nurture_many([lead.pk for lead in low], days=policy.nurture_days, reason=reason, by=SYSTEM)
    give_out([lead for lead in free if lead not in low])


def give_out(rows: Sequence[Lead]) -> list[Routed]:
    """Let the rules decide on leads without an owner; return what they decided."""
    if not rows:
        return []
    routed = route(rows, at=company_now())
    people = User.objects.in_bulk({one.owner for one in routed if one.owner is not None})
    owned = [
        leads.Assignment(
            one.lead.pk,
            people[one.owner],
            one.rule.name if one.rule else "",
            one.rule.pk if one.rule else None,
        )
        for one in routed
        if one.owner is not None
    ]
    leads.assign_many(owned, by=SYSTEM)
    for one in routed:
        one.lead.owner_id = one.owner
    return routed


def _as_deals(inquiries: Sequence[Inquiry], rows: Sequence[Lead], policy: LeadPolicy, by: Actor) -> Sequence[Deal]:
    """Make deals at once of inquiries; a deal has an owner: by the rules, else who took the inquiry in."""
    stage = first_stage(policy.pipeline)
    currency = Company.objects.values_list("currency", flat=True).first() or "USD"
    # the rules read rows: written for the question, and taken away with it
    Lead.objects.bulk_create(rows, batch_size=BATCH)
    routed = {one.lead.pk: one.owner for one in route(rows, at=company_now())}
    made = []
    for lead, inquiry in zip(rows, inquiries, strict=True):
        owner = inquiry.owner.pk if inquiry.owner else routed.get(lead.pk) or by.user_id
        if owner is None:
            raise ValidationError(
                {"owner": _("No rule finds anybody for this inquiry. Add a routing rule without conditions.")}
            )
        made.append(
            Deal(
                name=lead.name,
                pipeline=stage.pipeline,
                stage=stage,
                owner_id=owner,
                customer=lead.customer,
                product=lead.product,
                channel=lead.source.key,
                amount=lead.product.list_price if lead.product and lead.product.currency == currency else None,
                estimated=bool(lead.product and lead.product.currency == currency),
                currency=currency,
                opened_at=lead.received_at,
                external_id=lead.external_id,
            )
        )
    Lead.objects.filter(pk__in=[lead.pk for lead in rows]).delete()
    return deals.create_many(made, by=SYSTEM if not by.is_person else by)
