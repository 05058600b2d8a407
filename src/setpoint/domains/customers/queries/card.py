"""What a card shows beside its rows: last contacts, open steps, what comes, how valuable."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q

from setpoint.domains.customers.models import Decision, Occasion, Paper, Relation, StageSpell
from setpoint.domains.customers.occasions import Coming, coming
from setpoint.domains.customers.permissions import visible_parties
from setpoint.domains.customers.queries.ways import WAYS
from setpoint.journal.models.fact import FactQuerySet
from setpoint.journal.reading import Told, tell, veiled
from setpoint.kernel.actors import Actor

NEAR = timedelta(days=60)
MOST_RELATIONS = 30


def contacts_of(facts: FactQuerySet) -> FactQuerySet:
    """Keep what was said and written with the customer."""
    return facts.filter(channel__in=list(WAYS))


def last_contacts(facts: FactQuerySet, actor: Actor, limit: int) -> list[Told]:
    """Return the last contacts over any channel of a timeline that the actor sees, the newest first."""
    rows = list(contacts_of(facts)[:limit])
    return [veiled(told, actor) for told in tell(rows)]


def open_steps(party: int) -> list[Decision]:
    """Return the next steps not yet done, those due first before others."""
    found = Decision.objects.filter(party=party, done_at=None).exclude(next_step="")
    return sorted(found.select_related("owner"), key=lambda one: (one.due_on or date.max, one.pk))


def near_occasions(party: int, today: date) -> list[Coming]:
    """Return the days of a party that come soon, the next one first."""
    found = Occasion.objects.filter(party=party).select_related("kind")
    near = [one for one in (coming(row, today) for row in found) if one is not None and one.day - today <= NEAR]
    return sorted(near, key=lambda one: one.day)


def relations_of(actor: Actor, party: int) -> list[Relation]:
    """Return the relations of a party, either way, to parties that the actor sees; those that hold come first."""
    seen = visible_parties(actor).values("pk")
    either = Q(party=party, other__in=seen) | Q(other=party, party__in=seen)
    found = Relation.objects.filter(either).select_related("kind", "party", "other")
    return list(found.order_by("until", "pk")[:MOST_RELATIONS])


def time_in_stages(party: int, now: datetime) -> Sequence[tuple[StageSpell, timedelta]]:
    """Return the stages of life that a party has been in, the latest first, and how long each time."""
    spells = StageSpell.objects.filter(party=party).select_related("stage").order_by("-began_at", "-pk")
    return [(spell, (spell.ended_at or now) - spell.began_at) for spell in spells]


def papers_of(facts: Sequence[int]) -> dict[int, list[Paper]]:
    """Return the files that belong to facts."""
    found: dict[int, list[Paper]] = {}
    for paper in Paper.objects.filter(fact__in=facts).order_by("pk"):
        found.setdefault(paper.fact or 0, []).append(paper)
    return found
