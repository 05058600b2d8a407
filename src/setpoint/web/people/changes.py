"""What many colleagues can be given at once: a role, a team, an end of their access."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from setpoint.kernel import placing
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Role, Team, User
from setpoint.platform.lists.changes import Change
from setpoint.platform.lists.days import read_day
from setpoint.platform.lists.of_people import one_of, teams
from setpoint.ui.templatetags.figures import role_name


def _roles(_by: Actor) -> list[tuple[str, str]]:
    kept = Role.objects.filter(removed_at__isnull=True).order_by("pk")
    return [(str(role.pk), str(role_name(role.name))) for role in kept]


def _said(column: str, ids: Sequence[int]) -> dict[int, Any]:
    return dict(User.objects.filter(pk__in=ids).values_list("pk", column))


def _days(ids: Sequence[int]) -> dict[int, str | None]:
    return {pk: day.isoformat() if day else None for pk, day in _said("access_until", ids).items()}


def _give_roles(values: Mapping[int, Any], by: Actor) -> None:
    placing.give_first_roles(values, by=by)


def _move(values: Mapping[int, Any], by: Actor) -> None:
    placing.move_many(values, by=by)


def _limit(values: Mapping[int, Any], by: Actor) -> None:
    placing.limit_access_many(values, by=by)


CHANGES = (
    Change(
        "role",
        _("Role"),
        lambda text, by: one_of(Role, text, by),
        _give_roles,
        lambda ids: _said("role_id", ids),
        lambda plain: Role.objects.get(pk=plain) if plain else None,
        _roles,
        "choice",
        "secure",
    ),
    Change(
        "team",
        _("Team"),
        lambda text, by: one_of(Team, text, by),
        _move,
        lambda ids: _said("team_id", ids),
        lambda plain: Team.objects.get(pk=plain) if plain else None,
        teams,
        "choice",
        # as on a person's page
        "secure",
    ),
    Change(
        "access_until",
        _("Access until"),
        lambda text, _by: read_day(text) if text.strip() else None,
        _limit,
        _days,
        lambda plain: date.fromisoformat(plain) if plain else None,
        None,
        "date",
        "secure",
    ),
)
