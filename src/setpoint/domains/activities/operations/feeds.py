"""The link of a person's calendar: made anew, taken away."""

from django.db import transaction

from setpoint.domains.activities.models import Feed
from setpoint.domains.activities.permissions import KIND
from setpoint.domains.activities.record import FeedMade, FeedWithdrawn
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, machine_now
from setpoint.kernel.keys import digest_of, make_key
from setpoint.kernel.models import User
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref


@transaction.atomic
def make(user: User, *, by: Actor) -> str:
    """Make the link of a person's calendar and return its key, which is told once; the one before opens nothing."""
    require(by, KIND, "see", user.pk)
    key = make_key()
    Feed.objects.update_or_create(user=user, defaults={"digest": digest_of(key), "made_at": machine_now()})
    told = FeedMade()
    facts.emit(facts.NewFact(told, about=Ref("kernel.user", user.pk), by=by, occurred_at=company_now()))
    return key


@transaction.atomic
def withdraw(user: User, *, by: Actor) -> None:
    """Take the link away; where there is none, nothing happens."""
    require(by, KIND, "see", user.pk)
    if Feed.objects.filter(user=user).delete()[0]:
        told = FeedWithdrawn()
        facts.emit(facts.NewFact(told, about=Ref("kernel.user", user.pk), by=by, occurred_at=company_now()))
