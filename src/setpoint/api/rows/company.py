"""Teams, roles, territories, deputies, absences, jobs, fields, kinds, limits of the company."""

from django.db.models import QuerySet

from setpoint.api.rows.base import rows
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Absence, Company, Deputy, Job, Role, Team, Territory, User
from setpoint.kernel.permissions import visible_to
from setpoint.platform.fields.models import Field
from setpoint.platform.objects.models import ObjectKind


def _deputies(by: Actor) -> QuerySet[Deputy]:
    return Deputy.objects.filter(absent__in=visible_to(by, "kernel.user"))


rows("people", User, ("name", "email", "team", "role", "language", "is_active", "access_until"), "kernel.user")
rows("teams", Team, ("name", "parent", "head", "region"), "kernel.team")
rows("roles", Role, ("key", "name", "second_factor_required", "removed_at"), "kernel.role")
rows("territories", Territory, ("name", "parent", "removed_at"), "kernel.territory")
rows("deputies", Deputy, ("absent", "deputy", "first_day", "last_day"), _deputies)
rows(
    "people/{number}/absences",
    Absence,
    ("first_day", "last_day", "reason"),
    lambda _by, user: Absence.objects.filter(user=user),
    within=User,
)
rows("companies", Company, ("name", "language", "time_zone", "currency", "country"), "kernel.company")
rows("jobs", Job, ("name", "state", "run_at", "attempts", "done", "total", "message", "created_at"), "kernel.job")
rows("fields", Field, ("kind", "key", "type", "names", "position", "listed"), "platform.field")
rows("kinds", ObjectKind, ("key", "names", "plurals", "added_at", "removed_at"), "platform.kind")
