"""The list of colleagues."""

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Role, Team, Territory, User
from setpoint.kernel.people import USER
from setpoint.kernel.permissions import within_scope
from setpoint.kernel.refs import Ref
from setpoint.platform.lists.changes import Apply, Change, Now
from setpoint.platform.lists.columns import Native
from setpoint.platform.lists.types import Linked, Options

M = TypeVar("M", bound=Model)


def people_for(kind: str, action: str = "see") -> "Linked":
    """Return the type of a column that names the person to whom rows of `kind` belong."""

    def offered(by: Actor) -> list[tuple[str, str]]:
        people = within_scope(by, User.objects.filter(is_active=True), kind, action, owner="pk")
        found = [(str(pk), name) for pk, name in people.order_by("name").values_list("pk", "name")]
        # alone with one's own there is nothing to choose
        return found if len(found) > 1 else []

    return Linked(offered=offered, people=True)


def owner_column(kind: str, *, path: str = "owner", usual: bool = True, sorts: bool = False) -> Native:
    """Return the column of the person to whom a row belongs; `sorts` where an index holds (path, id)."""
    return Native(
        "owner",
        pgettext_lazy("of a deal", "Owner"),
        people_for(kind),
        path,
        value=lambda row: row.owner.name if row.owner else None,
        related=("owner",),
        usual=usual,
        sorts=path if sorts else "",
        sorts_by=("name",) if sorts else (),
    )


def teams_of_people(kind: str) -> Options:
    """Return what offers the teams of those whose rows of `kind` one sees; nothing where that is one team."""

    def offered(by: Actor) -> list[tuple[str, str]]:
        people = within_scope(by, User.objects.filter(is_active=True, team__isnull=False), kind, "see", owner="pk")
        found = people.order_by("team__name").values_list("team", "team__name").distinct()
        return [(str(pk), name) for pk, name in found] if len(found) > 1 else []

    return offered


def teams(_by: Actor) -> list[tuple[str, str]]:
    """Return every team."""
    return [(str(pk), name) for pk, name in Team.objects.order_by("name").values_list("pk", "name")]


def owner_change(kind: str, apply: Apply, now: Now, action: str = "change") -> Change:
    """Return the change that gives records of a kind to somebody."""

    def offered(by: Actor) -> list[tuple[str, str]]:
        people = within_scope(by, User.objects.filter(is_active=True), kind, action, owner="pk")
        return [(str(pk), name) for pk, name in people.order_by("name").values_list("pk", "name")]

    return Change(
        "owner",
        pgettext_lazy("of a deal", "Owner"),
        lambda text, by: one_of(User, text, by),
        apply,
        now,
        lambda plain: User.objects.get(pk=plain) if plain else None,
        offered,
        "choice",
        action,
    )


def one_of(model: type[M], text: str, _by: Actor) -> M:
    """Return the record of a number that was chosen. ValidationError where there is none."""
    found: M | None = QuerySet(model).filter(pk=int(text)).first() if text.isascii() and text[:18].isdigit() else None
    if found is None:
        raise ValidationError(gettext("Choose a record from the list."))
    return found


def territories(_by: Actor) -> list[tuple[str, str]]:
    """Return every territory."""
    there = Territory.objects.filter(removed_at=None).order_by("name")
    return [(str(pk), name) for pk, name in there.values_list("pk", "name")]


def roles(_by: Actor) -> list[tuple[str, str]]:
    """Return every role."""
    return [(str(role.pk), str(_(role.name))) for role in Role.objects.order_by("name")]


def person_ref(user: User) -> Ref:
    """Return the reference to a person."""
    return Ref(USER, user.pk)
