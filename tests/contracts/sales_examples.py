"""One call of every operation of sales beside those on deals, with what it needs already there."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from setpoint.domains.sales import rate_files
from setpoint.domains.sales.models import Deal, Lead, LeadSource, LeadState, Recut, RoutingRule
from setpoint.domains.sales.operations import (
    call_blocks,
    cards,
    deal_parts,
    deals,
    discipline,
    handovers,
    holds,
    intake,
    lead_endings,
    lead_words,
    leads,
    marks,
    nurturing,
    rates,
    recuts,
    routing,
    stages,
    unseen,
)
from setpoint.domains.sales.operations.intake import Inquiry
from setpoint.kernel.actors import SYSTEM, Actor
from tests.cast import MONDAY, Cast

Call = Callable[[], object]
ECB = b"<E><Cube time='2026-02-27'><Cube currency='USD' rate='1.25'/></Cube></E>"


def a_lead(cast: Cast, **values: object) -> Lead:
    """Take an inquiry in, for Sara."""
    found = intake.receive(Inquiry(**{"source": "site", "name": "Ada Ash", "owner": cast.sara} | values), by=SYSTEM)
    assert isinstance(found, Lead)
    return found


def part_examples(c: Cast, deal: Deal) -> dict[Callable[..., object], Call]:
    """Return one call of every operation on parts of a deal, on pipelines and rates."""
    credited, soon = {c.sara.pk: 1_000_000}, MONDAY.date()
    (held,) = deals.create_many([_like(deal)], by=SYSTEM)
    rate = rate_files.Rate("ecb", soon, "EUR", "USD", Decimal("0.8"))
    drafted, applied = (Recut.objects.create(made_at=MONDAY, state=state) for state in ("draft", "applied"))
    later = soon + timedelta(days=9)
    holds.hold(held, until=later, reason="Budget", by=SYSTEM)
    (planned,) = call_blocks.plan([held.pk], hour=10, by=SYSTEM)
    discipline.escalate_many([held.pk], by=SYSTEM)
    return {
        deal_parts.set_contacts: lambda: deal_parts.set_contacts(deal, {c.ivan.pk: "decides"}, by=SYSTEM),
        deal_parts.set_lines: lambda: deal_parts.set_lines(deal, [(c.shed, 1, 100)], by=SYSTEM),
        deal_parts.set_competitors: lambda: deal_parts.set_competitors(deal, ["Sheds & Co"], by=SYSTEM),
        deal_parts.set_next_step: lambda: deal_parts.set_next_step(deal, what="Call", due=later, by=SYSTEM),
        call_blocks.plan: lambda: call_blocks.plan([deal.pk], hour=10, by=SYSTEM),
        call_blocks.follow_up: lambda: call_blocks.follow_up({deal.pk: 3}, by=SYSTEM),
        call_blocks.take_back: lambda: call_blocks.take_back([planned.pk], by=SYSTEM),
        deal_parts.split_credit: lambda: deal_parts.split_credit(deal, credited, by=SYSTEM),
        deal_parts.set_recurrence: lambda: deal_parts.set_recurrence(
            deal, period="month", periods=2, amount=5, by=SYSTEM
        ),
        holds.hold: lambda: holds.hold(deal, until=later, reason="Budget", by=SYSTEM),
        holds.resume_many: lambda: holds.resume_many([held.pk], by=SYSTEM),
        discipline.set_cadence: lambda: discipline.set_cadence({deal.pk: 3}, by=SYSTEM),
        discipline.escalate_many: lambda: discipline.escalate_many([deal.pk], by=SYSTEM),
        discipline.settle_many: lambda: discipline.settle_many([held.pk], by=SYSTEM),
        marks.mark_all: lambda: marks.mark_all(by=SYSTEM),
        recuts.set_rules: lambda: recuts.set_rules([], by=SYSTEM),
        recuts.name_account: lambda: recuts.name_account(c.oak, None, by=SYSTEM),
        recuts.draft: lambda: recuts.draft(by=SYSTEM),
        recuts.apply: lambda: recuts.apply(drafted, by=SYSTEM),
        recuts.undo: lambda: recuts.undo(applied, by=SYSTEM),
        rates.keep: lambda: rates.keep([rate], by=SYSTEM),
        stages.set_stages: lambda: stages.set_stages(c.pipeline, list(c.stages), by=SYSTEM),
        stages.set_gates: lambda: stages.set_gates(c.stages[1], [stages.NewGate("lines")], by=SYSTEM),
    }


def lead_examples(c: Cast) -> dict[Callable[..., object], Call]:
    """Return one call of every operation on leads."""
    lead, ended, offered, away, pooled = (a_lead(c) for _each in range(5))
    lead_endings.reject_many([ended.pk], reason="Spam", by=SYSTEM)
    handovers.qualify(offered, receiver=c.sara, by=SYSTEM)
    nurturing.nurture_many([away.pk], days=9, reason="Next year", by=SYSTEM)
    leads.assign_many([leads.Assignment(pooled.pk, None)], by=SYSTEM)
    seats = [routing.Seat(c.sara), routing.Seat(c.semyon)]
    rule = routing.save(RoutingRule(name="Everybody"), seats=seats, by=SYSTEM)
    second = routing.save(RoutingRule(name="Nobody else"), seats=seats, by=SYSTEM)
    states = list(LeadState.objects.all())
    touch = leads.Touch(lead.pk, "call", lead.received_at)
    inquiry = Inquiry(source="site", name="Bob Birch")
    return {
        cards.of_many: lambda: cards.of_many([cards.Who(name="Cy Cedar")], by=SYSTEM),
        intake.receive: lambda: intake.receive(inquiry, by=SYSTEM),
        intake.receive_many: lambda: intake.receive_many([inquiry], by=SYSTEM),
        leads.touch_many: lambda: leads.touch_many([touch], by=SYSTEM),
        leads.move_many: lambda: leads.move_many({lead.pk: states[1]}, by=SYSTEM),
        leads.assign_many: lambda: leads.assign_many([leads.Assignment(lead.pk, c.nora)], by=SYSTEM),
        leads.take: lambda: leads.take(pooled, by=Actor.of(c.nora)),
        leads.change: lambda: leads.change(lead, {"campaign": "Spring"}, by=SYSTEM),
        handovers.qualify: lambda: handovers.qualify(lead, receiver=c.nora, by=SYSTEM),
        handovers.accept: lambda: handovers.accept(offered, by=SYSTEM),
        handovers.send_back: lambda: handovers.send_back(offered, reason="Too small", by=SYSTEM),
        lead_endings.to_deal: lambda: lead_endings.to_deal(lead, by=SYSTEM),
        lead_endings.to_contact: lambda: lead_endings.to_contact(lead, by=SYSTEM),
        lead_endings.reject_many: lambda: lead_endings.reject_many([lead.pk], reason="Spam", by=SYSTEM),
        lead_endings.reopen: lambda: lead_endings.reopen(ended, by=SYSTEM),
        nurturing.nurture_many: lambda: nurturing.nurture_many([lead.pk], days=9, reason="Later", by=SYSTEM),
        nurturing.resume_many: lambda: nurturing.resume_many([away.pk], by=SYSTEM),
        lead_words.set_policy: lambda: lead_words.set_policy(cut_off=10, by=SYSTEM),
        lead_words.set_states: lambda: lead_words.set_states(states, by=SYSTEM),
        lead_words.save_source: lambda: lead_words.save_source(LeadSource(key="fair", name="Fair"), by=SYSTEM),
        routing.save: lambda: routing.save(RoutingRule(name="Rest"), seats=seats, by=SYSTEM),
        routing.order: lambda: routing.order([second.pk, rule.pk], by=SYSTEM),
        routing.remove: lambda: routing.remove(rule, by=SYSTEM),
        routing.weigh: lambda: routing.weigh(rule, {c.sara.pk: 2.0}, by=SYSTEM),
        routing.set_skills: lambda: routing.set_skills(c.sara, products=[], languages=["de"], by=SYSTEM),
        unseen.escalate: lambda: unseen.escalate(
            by=SYSTEM, now=lead.due_at.replace(year=2027) if lead.due_at else None
        ),
    }


def _like(deal: Deal) -> Deal:
    return Deal(name="Held", pipeline=deal.pipeline, stage=deal.stage, owner=deal.owner, currency="USD")


def rates_loaded() -> dict[Callable[..., object], Callable[[], object]]:
    """Return one call of the loading of rates."""
    return {rates.load: lambda: rates.load(ECB, by=SYSTEM)}
