"""Deputies as pages show them."""

from django.db.models import QuerySet

from setpoint.kernel.clock import company_today
from setpoint.kernel.models import Deputy, User


def deputies_of(person: User) -> "QuerySet[Deputy]":
    """Return who stands in for a person now or later."""
    return (
        person.deputies.filter(last_day__gte=company_today()).select_related("deputy", "absent").order_by("first_day")
    )


def stood_in_for(person: User) -> "QuerySet[Deputy]":
    """Return for whom a person stands in now or later."""
    found = person.stands_in.filter(last_day__gte=company_today())
    return found.select_related("deputy", "absent").order_by("first_day")
