"""What is recorded on cards of customers, and cards that are one customer's."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import AwareDatetime

from setpoint.api.resources.base import named
from setpoint.api.verbs.base import verb
from setpoint.domains.channels.models import Purpose
from setpoint.domains.channels.operations import consents
from setpoint.domains.customers.models import Decision, LifeStage, Merge, Party
from setpoint.domains.customers.operations import contacts, decisions, duplicates, life, merges, notes
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now

KIND = "customers.party"


def record_contact(
    party: Party,
    *,
    way: Literal["call", "email", "meeting", "message", "letter"],
    text: str = "",
    incoming: bool = False,
    connected: bool = True,
    happened_at: AwareDatetime | None = None,
    by: Actor,
) -> int:
    """Write down that a customer was met, written to or called; return the number of the fact."""
    contact = contacts.Contact(
        way, happened_at or company_now(), party=party.pk, incoming=incoming, connected=connected, text=text
    )
    return contacts.record(contact, by=by)


def write_note(party: Party, *, text: str, by: Actor) -> int:
    """Note something about a customer; return the number of the fact. “@Sara Stone” tells Sara."""
    return notes.write(party, text, by=by)


def decide(party: Party, *, outcome: str, next_step: str = "", due_on: date | None = None, by: Actor) -> Decision:
    """Write down what came out of a talk and what comes next."""
    return decisions.decide(party, outcome=outcome, next_step=next_step, due_on=due_on, by=by)


def enter_stage(party: Party, stage: LifeStage, *, by: Actor) -> bool:
    """Put a customer into a stage of life; return whether it was another one."""
    return life.enter(party, stage, by=by)


def merge(party: Party, *, loser: int, take: Sequence[str] = (), by: Actor) -> Merge:
    """Make another card one with this one, which stays; `take` are the fields in which the other card is right."""
    return merges.merge(party.pk, named(KIND, [loser], by, "loser")[loser].pk, take=take, by=by)


def say_different(*, couples: Sequence[tuple[int, int]], by: Actor) -> int:
    """Say that couples of cards are different customers; return how many were not known to be."""
    named(KIND, [one for couple in couples for one in couple], by, "couples")
    return duplicates.say_different(couples, by=by)


def merge_many(*, couples: Sequence[tuple[int, int]], by: Actor) -> list[Merge]:
    """Make the second card of each couple one with the first."""
    named(KIND, [one for couple in couples for one in couple], by, "couples")
    return duplicates.merge_many(couples, by=by)


def give_consent(party: Party, purpose: Purpose, *, way: str, by: Actor) -> int:
    """Take down that a person agrees to the newest text of a purpose."""
    return consents.give(party, purpose, way=way, by=by).pk


verb("record_customer_contact", "POST", "customers/{party}/contacts", record_contact)
verb("write_customer_note", "POST", "customers/{party}/notes", write_note)
verb("take_back_customer_note", "DELETE", "customers/{party}/notes/{fact}", notes.take_back)
verb("decide_with_customer", "POST", "customers/{party}/decisions", decide)
verb("finish_decision", "POST", "decisions/{decision}/done", decisions.finish)
verb("enter_customer_stage", "POST", "customers/{party}/stage", enter_stage)
verb("merge_customers", "POST", "customers/{party}/merges", merge)
verb("merge_many_customers", "POST", "customers/merges", merge_many)
verb("undo_merge", "DELETE", "merges/{merge}", merges.undo)
verb("say_customers_different", "POST", "customers/different", say_different)
verb("give_consent", "POST", "customers/{party}/consents/{purpose}", give_consent)
verb("withdraw_consent", "POST", "customers/{party}/consents/{purpose}/withdrawal", consents.withdraw)
