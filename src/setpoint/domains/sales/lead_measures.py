"""Measures of leads: what each fact of a lead adds to the days of company, team, owner and source."""

from django.utils.translation import gettext_lazy as _

from setpoint.journal.models import Fact
from setpoint.loop.record.measures import COMPANY, Entry, Scope, register_measure

RECEIVED = "sales.leads"
QUALIFIED = "sales.leads_qualified"
ACCEPTED = "sales.leads_accepted"
SENT_BACK = "sales.leads_sent_back"
CONVERTED = "sales.leads_converted"
REJECTED = "sales.leads_rejected"
RESPONSE = "sales.lead_response"
IN_NORM = "sales.lead_response_in_norm"
OUT_OF_NORM = "sales.lead_response_late"


def scopes(fact: Fact) -> tuple[Scope, ...]:
    """Whose number a fact is: those who had the lead at the time, and where it came from."""
    data = fact.data
    found = [COMPANY, Scope("source", data["source"])]
    return (*found, *(Scope(kind, data[kind]) for kind in ("owner", "team", "product") if data.get(kind) is not None))


def _one(fact: Fact) -> Entry:
    return Entry(scopes(fact), 1)


def _converted(fact: Fact) -> Entry | None:
    if fact.kind == "sales.lead_reopened":
        return Entry(scopes(fact), -1, -1) if fact.data["outcome"] != "rejected" else None
    return _one(fact)


def _rejected(fact: Fact) -> Entry | None:
    if fact.kind == "sales.lead_reopened":
        return Entry(scopes(fact), -1, -1) if fact.data["outcome"] == "rejected" else None
    return _one(fact)


def _response(fact: Fact) -> Entry | None:
    seconds = fact.data["response_seconds"]
    return None if seconds is None else Entry(scopes(fact), seconds)


def _in_norm(fact: Fact) -> Entry | None:
    return _one(fact) if fact.data["in_norm"] else None


def _late(fact: Fact) -> Entry | None:
    return _one(fact) if fact.data["in_norm"] is False else None


register_measure(RECEIVED, _("Leads received"), ("sales.lead_received",), _one)
register_measure(QUALIFIED, _("Leads qualified"), ("sales.lead_offered",), _one)
register_measure(ACCEPTED, _("Leads accepted by sales"), ("sales.lead_accepted",), _one)
register_measure(SENT_BACK, _("Leads sent back by sales"), ("sales.lead_sent_back",), _one)
register_measure(CONVERTED, _("Leads converted"), ("sales.lead_converted", "sales.lead_reopened"), _converted)
register_measure(REJECTED, _("Leads rejected"), ("sales.lead_rejected", "sales.lead_reopened"), _rejected)
register_measure(RESPONSE, _("Time of the first response"), ("sales.lead_touched",), _response)
register_measure(IN_NORM, _("First responses within the norm"), ("sales.lead_touched",), _in_norm)
register_measure(OUT_OF_NORM, _("First responses later than the norm"), ("sales.lead_touched",), _late)
