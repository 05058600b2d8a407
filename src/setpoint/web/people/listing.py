"""The list of colleagues, for those who see to security: who they are, and how each comes in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.kernel.actors import Actor
from setpoint.kernel.folding import fold
from setpoint.kernel.letters import open_letters
from setpoint.kernel.models import Purpose, Suspension, User
from setpoint.kernel.people import USER
from setpoint.kernel.permissions import within_scope
from setpoint.kernel.refs import Ref
from setpoint.kernel.second_factors import FACTORS
from setpoint.platform.lists.columns import Native
from setpoint.platform.lists.kinds import ListKind, register
from setpoint.platform.lists.of_people import roles, teams
from setpoint.platform.lists.types import Chosen, Day, Linked, Moment, Text
from setpoint.ui.templatetags.figures import role_name
from setpoint.web.people.changes import CHANGES


@dataclass(frozen=True)
class Entry:
    """How somebody comes in."""

    suspended: bool
    works: bool
    has_password: bool
    has_factor: bool
    invited: bool

    @property
    def said(self) -> str | Promise:
        """It in words."""
        if self.suspended:
            return _("suspended")
        if not self.works:
            return _("has left")
        if self.has_password:
            return _("password and second factor") if self.has_factor else pgettext_lazy("comes in by", "password")
        return _("invited") if self.invited else _("not yet")


def attach(people: Sequence[User]) -> None:
    """Let each of these people know, as `entry`, how he comes in: for what is offered beside his row."""
    found = _entries(people)
    for person in people:
        person.entry = found[person.pk]  # type: ignore[attr-defined] # of this page alone


def _load(_by: Actor, people: Sequence[Any]) -> dict[int, Entry]:
    if all(hasattr(person, "entry") for person in people):
        return {person.pk: person.entry for person in people}
    return _entries(people)


def _entries(people: Sequence[User]) -> dict[int, Entry]:
    numbers = [person.pk for person in people]
    letters = open_letters().filter(user__in=numbers, purpose=Purpose.INVITATION)
    invited = set(letters.values_list("user", flat=True))
    factors = Authenticator.objects.filter(user__in=numbers, type__in=FACTORS)
    sure = set(factors.values_list("user", flat=True))
    suspended = set(Suspension.objects.filter(user__in=numbers).values_list("user", flat=True))
    return {
        person.pk: Entry(
            person.pk in suspended,
            person.is_active,
            bool(person.password) and person.has_usable_password(),
            person.pk in sure,
            person.pk in invited,
        )
        for person in people
    }


def _named(text: str) -> Q:
    """People are few, and SQLite folds no Cyrillic: their names are compared here."""
    wanted = fold(text)
    people = User.objects.values_list("pk", "name", "email")
    return Q(pk__in=[pk for pk, name, email in people if wanted in fold(name) or wanted in email])


def _role(row: Any) -> str:
    return str(role_name(row.role.name)) if row.role else ""


register(
    ListKind(
        USER,
        _("People"),
        (
            Native(
                "name",
                pgettext_lazy("of a person", "Name"),
                Text(),
                "name",
                value=lambda row: row.name,
                ref=lambda row: Ref(USER, row.pk),
                sorts="name",
            ),
            Native("email", _("E-mail"), Text(), "email", value=lambda row: row.email, sorts="email"),
            Native(
                "role",
                _("Role"),
                Linked(offered=roles),
                "role",
                value=_role,
                related=("role",),
                sorts="role",
                sorts_by=("name",),
            ),
            Native(
                "team",
                _("Team"),
                Linked(offered=teams),
                "team",
                value=lambda row: row.team.name if row.team else "",
                related=("team",),
                sorts="team",
                sorts_by=("name",),
            ),
            Native("comes_in", _("Comes in"), value=lambda entry: entry.said, load=_load),
            Native(
                "last_login",
                _("Last time"),
                Moment(),
                "last_login",
                value=lambda row: row.last_login,
                sorts="last_login",
            ),
            Native(
                "access_until",
                _("Access until"),
                Day(),
                "access_until",
                value=lambda row: row.access_until,
                usual=False,
                indexed=False,
            ),
            Native(
                "active",
                _("Works here"),
                Chosen(("is",), choices={"True": _("yes"), "False": _("no")}),
                "is_active",
                value=lambda row: str(row.is_active),
                usual=False,
            ),
        ),
        changes=CHANGES,
        quick=_named,
        bar=("role", "team"),
        within={"is_simulated": False},
        allowed=lambda by, action: within_scope(by, User.objects.all(), USER, action, owner="pk"),
    )
)
