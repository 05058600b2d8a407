"""What an operator takes in at a glance: who, how important, what is open, what was said last, what comes next."""

from typing import Any

from setpoint.domains.channels.queries import of_person, standing
from setpoint.domains.customers.models import LifeStage, Party, PartyRole
from setpoint.domains.customers.naming import greeting
from setpoint.domains.customers.permissions import KIND
from setpoint.domains.customers.queries.card import last_contacts, near_occasions, open_steps
from setpoint.domains.customers.queries.opened import OpenOfKind, all_open
from setpoint.domains.customers.queries.ways import WAYS
from setpoint.journal.models.fact import FactQuerySet
from setpoint.kernel.clock import company_now, company_zone
from setpoint.kernel.field_rights import hidden
from setpoint.web.fields.card import address_of
from setpoint.web.http import StaffRequest, actor
from setpoint.web.timeline.telling import line_of

FEW = 3


def glance(request: StaffRequest, party: Party, facts: FactQuerySet) -> dict[str, Any]:
    """Return what stands above the fold; `facts` are the timeline of the party."""
    by = actor(request)
    unseen = hidden(by, KIND)
    today = company_now().astimezone(company_zone()).date()
    # a person's affairs are those of where he works too
    parties = [pk for pk in (party.pk, party.employer_id) if pk]
    opened = all_open(by, parties, FEW)
    steps = open_steps(party.pk)
    return {
        "greeting": greeting(party),
        "roles": [] if "roles" in unseen else list(PartyRole.objects.filter(party=party.pk, until=None)),
        "opened": [(one, [(thing, address_of(thing.ref)) for thing in one.found.things]) for one in opened],
        "last_contacts": [line_of(told, request.company.currency) for told in last_contacts(facts, by, FEW)],
        "steps": steps[:FEW],
        "next_open": None if steps else _waiting_longest(opened),
        "coming": [] if "occasions" in unseen else near_occasions(party.pk, today)[:2],
        "valuation": getattr(party, "valuation", None),
        "ways": [way for way in WAYS.values() if way.by_hand],
        "stages": list(LifeStage.objects.filter(closed_at=None)),
        "consents": standing(of_person(party.pk)).values() if party.is_personal else (),
        "today": today,
    }


def _waiting_longest(opened: list[OpenOfKind]) -> Any:
    things = [thing for one in opened for thing in one.found.things]
    if not things:
        return None
    thing = min(things, key=lambda one: one.waits_since)
    return thing, address_of(thing.ref)
