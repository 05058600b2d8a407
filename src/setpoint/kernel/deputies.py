"""Deputies: somebody does the work of an absent colleague for some days, with his reach."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now, company_today
from setpoint.kernel.facts import fact_type
from setpoint.kernel.models import Deputy, User
from setpoint.kernel.people import USER
from setpoint.kernel.permissions import forget_rights, require
from setpoint.kernel.refs import Ref

LONGEST_DAYS = 366


@fact_type(
    "kernel.deputy_named",
    sentence=gettext_noop("{actor} made {deputy} the deputy of {name} from {first_day} to {last_day}"),
)
@dataclass(frozen=True)
class DeputyNamed:
    """Somebody does the work of another on these days; ISO dates, both included."""

    name: str
    deputy: str
    first_day: str
    last_day: str


@fact_type("kernel.deputy_ended", sentence=gettext_noop("{actor} ended it that {deputy} is the deputy of {name}"))
@dataclass(frozen=True)
class DeputyEnded:
    """A deputyship was ended or called off."""

    name: str
    deputy: str


@transaction.atomic
def name_deputy(absent: User, deputy: User, *, first_day: date, last_day: date, by: Actor) -> Deputy:
    """Let `deputy` do the work of `absent`: everybody names his own, others with the right to change the person.

    ValidationError names what is wrong. The reach of a person's administration is never passed on.
    """
    _may(absent, by)
    if absent.pk == deputy.pk:
        raise ValidationError({"deputy": _("Nobody is his own deputy.")})
    if not deputy.is_active:
        raise ValidationError({"deputy": _("%(name)s no longer works here.") % {"name": deputy.name}})
    if last_day < first_day:
        raise ValidationError({"last_day": _("The last day is before the first.")})
    if last_day < company_today() or (last_day - first_day).days > LONGEST_DAYS:
        raise ValidationError({"last_day": _("A deputy is named for days to come, a year at most.")})
    named = Deputy.objects.create(absent=absent, deputy=deputy, first_day=first_day, last_day=last_day)
    _tell(DeputyNamed(absent.name, deputy.name, first_day.isoformat(), last_day.isoformat()), absent, by)
    return named


@transaction.atomic
def end_deputy(named: Deputy, *, by: Actor) -> None:
    """End a deputyship, or call it off."""
    if by.view_only or by.user_id != named.deputy_id:
        _may(named.absent, by)
    told = DeputyEnded(named.absent.name, named.deputy.name)
    absent = named.absent
    named.delete()
    _tell(told, absent, by)


def standing_in_today(people: Collection[int]) -> list[tuple[int, int, str]]:
    """Return (absent, deputy, name of the absent) for those of the people who are absent today; one query."""
    today = company_today()
    found = Deputy.objects.filter(absent__in=people, first_day__lte=today, last_day__gte=today)
    return list(found.order_by("absent", "deputy").values_list("absent", "deputy", "absent__name").distinct())


def _may(absent: User, by: Actor) -> None:
    if by.view_only:
        raise PermissionDenied
    if by.user_id != absent.pk:
        require(by, USER, "change", owner_id=absent.pk)


def _tell(payload: object, absent: User, by: Actor) -> None:
    forget_rights(by)
    facts.emit(facts.NewFact(payload, about=Ref(USER, absent.pk), by=by, occurred_at=company_now()))
