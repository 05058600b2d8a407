"""What sales does on facts of others: a call or a meeting about a deal or lead that took place is a touch of it."""

from setpoint.domains.sales.models import Deal, Lead
from setpoint.domains.sales.operations import deals, leads
from setpoint.domains.sales.permissions import KIND, LEAD
from setpoint.journal.followers import follower
from setpoint.journal.models import Fact
from setpoint.journal.reading import tell
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.models import User

ENDED = "activities.ended"
TOUCHES = ("call", "meeting")
RESULTS = {"done": True, "missed": False}
# a batch holds SQLite's one writer
BATCH = 200


@follower("sales", batch=BATCH)
def follow(facts: list[Fact]) -> None:
    """Make touches of calls and meetings; what has closed meanwhile gets none."""
    found = [
        fact for fact in facts if fact.kind == ENDED and fact.data["kind"] in TOUCHES and fact.data["result"] in RESULTS
    ]
    if not found:
        return
    told = tell(found)
    users = User.objects.in_bulk({one.fact.actor_id for one in told if one.fact.actor_id})
    of_deals = {one.data["about"] for one in told if one.data["about_kind"] == KIND}
    of_leads = {one.data["about"] for one in told if one.data["about_kind"] == LEAD}
    open_deals = set(Deal.objects.open().filter(pk__in=of_deals).values_list("pk", flat=True))
    open_leads = set(Lead.objects.open().filter(pk__in=of_leads).values_list("pk", flat=True))
    for one in told:
        data, fact = one.data, one.fact
        user = users.get(fact.actor_id or 0)
        author = Actor.of(user) if user else SYSTEM
        connected = RESULTS[data["result"]]
        if data["about_kind"] == KIND and data["about"] in open_deals:
            touch = deals.Touch(data["about"], data["kind"], fact.occurred_at, connected, author, text=data["text"])
            deals.touch_many([touch], by=SYSTEM)
        elif data["about_kind"] == LEAD and data["about"] in open_leads:
            of_lead = leads.Touch(data["about"], data["kind"], fact.occurred_at, connected, author, data["text"])
            leads.touch_many([of_lead], by=SYSTEM)
