"""Taking people and teams in, moving them, recording their absences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.facts import fact_type
from setpoint.kernel.models import Absence, Team, User
from setpoint.kernel.permissions import forget_rights, require
from setpoint.kernel.refs import Ref

USER = "kernel.user"
TEAM = "kernel.team"


@fact_type("kernel.user_created", sentence=gettext_noop("{actor} added {name} to the staff"))
@dataclass(frozen=True)
class UserCreated:
    """Somebody joined the staff."""

    name: str
    role: str
    team: int | None


@fact_type("kernel.team_created", sentence=gettext_noop("{actor} created the team {name}"))
@dataclass(frozen=True)
class TeamCreated:
    """A team came to be."""

    name: str
    parent: int | None


@fact_type("kernel.team_headed", sentence=gettext_noop("{actor} made {name} the head of the team"))
@dataclass(frozen=True)
class TeamHeaded:
    """A team got a head."""

    name: str
    head: int


@fact_type("kernel.absence_recorded", sentence=gettext_noop("{actor}: {name} is absent from {first_day} to {last_day}"))
@dataclass(frozen=True)
class AbsenceRecorded:
    """Somebody does not work on these days; ISO dates, both included."""

    name: str
    first_day: str
    last_day: str
    reason: str


@transaction.atomic
def create_users(users: Sequence[User], *, by: Actor) -> list[User]:
    """Save unsaved users with their facts, in sets. Without a password they cannot sign in until invited."""
    require(by, USER, "create")
    for user in users:
        user.email = user.email.lower()
        if not user.password:
            user.set_unusable_password()
    created = User.objects.bulk_create(users, batch_size=500)
    forget_rights(by)
    facts.emit_many(
        [
            facts.NewFact(
                UserCreated(user.name, user.role.key if user.role else "", user.team_id),
                about=Ref(USER, user.pk),
                by=by,
                occurred_at=company_now(),
            )
            for user in created
        ]
    )
    return created


@transaction.atomic
def create_team(*, name: str, by: Actor, parent: Team | None = None, region: str = "") -> Team:
    """Create a team below `parent`."""
    require(by, TEAM, "create")
    team = Team(name=name, parent=parent, region=region)
    team.full_clean()
    team.save()
    forget_rights(by)
    facts.emit(
        facts.NewFact(
            TeamCreated(name, parent.pk if parent else None),
            about=Ref(TEAM, team.pk),
            by=by,
            occurred_at=company_now(),
        )
    )
    return team


@transaction.atomic
def set_head(team: Team, head: User, *, by: Actor) -> None:
    """Make `head` answer for the team and every team below it."""
    require(by, TEAM, "change")
    if team.head_id == head.pk:
        return
    team.head = head
    team.save(update_fields=["head"])
    forget_rights(by)
    facts.emit(
        facts.NewFact(TeamHeaded(head.name, head.pk), about=Ref(TEAM, team.pk), by=by, occurred_at=company_now())
    )


@transaction.atomic
def record_absence(user: User, *, first_day: date, last_day: date, by: Actor, reason: str = "") -> Absence:
    """Record days on which somebody does not work. ValidationError names the day that is wrong."""
    require(by, USER, "change", owner_id=user.pk)
    if last_day < first_day:
        raise ValidationError({"last_day": _("The last day is before the first.")})
    absence = Absence.objects.create(user=user, first_day=first_day, last_day=last_day, reason=reason)
    facts.emit(
        facts.NewFact(
            AbsenceRecorded(user.name, first_day.isoformat(), last_day.isoformat(), reason),
            about=Ref(USER, user.pk),
            by=by,
            occurred_at=company_now(),
        )
    )
    return absence
