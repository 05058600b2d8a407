"""What a person may and whom he heads: read once, asked often."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q

from setpoint.kernel.clock import company_today
from setpoint.kernel.governed import Condition, compiled, read_conditions
from setpoint.kernel.models import Deputy, FieldLevel, FieldRight, Grant, Team, Territory, User
from setpoint.kernel.models.people import Scope
from setpoint.kernel.trees import with_below

# each gives at least what stands before it in questions that know no records; rows unite them all
ORDER = [Scope.OWN, Scope.TERRITORY, Scope.TEAM, Scope.BELOW, Scope.ALL]
ANY = "*"
# a deputy does the work of the absent, not his administration
OF_OFFICE = ("kernel.", "platform.")


class Right(NamedTuple):
    """One grant of a role of the person; "*" stands for every kind or action."""

    kind: str
    action: str
    scope: Scope
    conditions: tuple[Condition, ...] = ()
    role: int | None = None

    def covers(self, kind: str, action: str) -> bool:
        """Whether it speaks of `action` on records of `kind`."""
        return self.kind in {kind, ANY} and self.action in {action, ANY}


class _Person(NamedTuple):
    """What is read of a person, once for each grant of his first role."""

    active: bool
    team: int | None
    until: date | None
    role: int | None
    stands_in: bool
    has_more: bool
    fields_governed: bool
    grant: tuple[Any, ...]


class Rights:
    """Rights and teams of one person. Each part is one query at its first question, none after it.

    They stand as they were read: whoever keeps them (`permissions.remembering`) forgets them after a change.
    """

    def __init__(self, user_id: int, scopes: frozenset[str] | None = None, *, name: str = "") -> None:
        """`scopes` narrow what a token of the person may, each "kind:action"; None narrows nothing.

        `name` is that of an absent person in whose place somebody asks.
        """
        self.user_id = user_id
        self.scopes = scopes
        self.name = name

    def forget(self) -> None:
        """Read all anew at the next question."""
        self.__dict__ = {"user_id": self.user_id, "scopes": self.scopes, "name": self.name}

    def covering(self, kind: str, action: str) -> list[tuple["Rights", Right]]:
        """Return every right to do `action` on `kind`, each with the person whose it is: this one, or an absent one."""
        if not self.allows(kind, action):
            return []
        others = () if kind.startswith(OF_OFFICE) else self.stands_for
        return [(who, right) for who in (self, *others) for right in who.given if right.covers(kind, action)]

    def reach(self, kind: str, action: str) -> Scope | None:
        """Return how far the right to do `action` on `kind` goes whatever the record, None where there is none.

        A right under conditions alone goes no further than one's own.
        """
        found = [right for _who, right in self.covering(kind, action)]
        sure = [right.scope for right in found if not right.conditions]
        return max(sure, key=ORDER.index, default=Scope.OWN if found else None)

    def allows(self, kind: str, action: str) -> bool:
        """Whether the scopes let through what the role may give."""
        wanted = {f"{a}:{b}" for a in (kind, ANY) for b in (action, ANY)}
        return self.scopes is None or not wanted.isdisjoint(self.scopes)

    def kinds(self, action: str) -> set[str]:
        """Return the kinds on which the person may do `action` at all ("*" = every kind)."""
        kinds = {right.kind for right in self.given if right.action in {action, ANY}}
        for other in self.stands_for:
            kinds |= {kind for kind in other.kinds(action) if not kind.startswith(OF_OFFICE)} - {ANY}
        if self.scopes is None:
            return kinds
        told = {kind for kind, allowed in (scope.split(":") for scope in self.scopes) if allowed in {action, ANY}}
        return {kind for kind in kinds | told if {kind, ANY} & kinds and {kind, ANY} & told}

    def condition(self, kind: str, condition: Condition) -> Q:
        """Return a condition on rows of a kind, understood once; a broken one is fulfilled by no row."""
        known: dict[tuple[str, Condition], Q] = self.__dict__.setdefault("_conditions", {})
        if (kind, condition) not in known:
            known[kind, condition] = compiled(kind, condition) or Q(pk__in=())
        return known[kind, condition]

    def fields_at(self, kind: str, levels: Iterable[str]) -> frozenset[str]:
        """Return the fields of a kind that are hidden or read-only in every role by which the person sees the kind."""
        roles = {right.role for _who, right in self.covering(kind, "see")}
        held = [
            {field for field, level in self.governed_fields.get((role, kind), ()) if level in levels} for role in roles
        ]
        return frozenset(set.intersection(*held)) if held else frozenset()

    @cached_property
    def given(self) -> tuple[Right, ...]:
        """The rights of the person's roles; none for somebody who has left, is suspended, or whose time is over."""
        if not self.holds:
            return ()
        rows = [person.grant for person in self._person]
        if self._person[0].has_more:
            rows += Grant.objects.filter(role__also_held_by=self.user_id).values_list(*_NAMED)
        return tuple(
            Right(kind, action, Scope(scope), read_conditions(conditions), role)
            for kind, action, scope, conditions, role in rows
            if kind and action and scope
        )

    @cached_property
    def stands_for(self) -> tuple["Rights", ...]:
        """The rights of those whom the person stands in for today."""
        if self.name or not self.holds or not self._person[0].stands_in:
            return ()
        today = company_today()
        absent = Deputy.objects.filter(deputy=self.user_id, first_day__lte=today, last_day__gte=today)
        named = absent.order_by("absent").values_list("absent", "absent__name").distinct()
        return tuple(Rights(pk, name=name) for pk, name in named)

    @cached_property
    def own_team(self) -> int | None:
        """The team the person is in."""
        return self._person[0].team if self._person else None

    @cached_property
    def heads(self) -> frozenset[int]:
        """The teams that the person heads directly."""
        return frozenset(team for team, (_parent, head) in self._teams.items() if head == self.user_id)

    @cached_property
    def headed(self) -> frozenset[int]:
        """The teams the person, or whom he stands in for, heads with all below them."""
        found = set(with_below(self.heads, {team: parent for team, (parent, _head) in self._teams.items()}))
        return frozenset(found.union(*(other.headed for other in self.stands_for)))

    @cached_property
    def people(self) -> frozenset[int]:
        """Everybody in the teams headed."""
        members = User.objects.filter(team__in=self.headed).values_list("pk", flat=True)
        return frozenset(members) if self.headed else frozenset()

    @cached_property
    def members(self) -> int:
        """How many people work in the own team and below it."""
        own = () if self.own_team is None else (self.own_team,)
        branch = with_below(own, {team: parent for team, (parent, _head) in self._teams.items()})
        return User.objects.filter(team__in=branch, is_active=True).count()

    @cached_property
    def territories(self) -> frozenset[int]:
        """The territories the person belongs to with all below them."""
        own = frozenset(Territory.objects.filter(people=self.user_id).values_list("pk", flat=True))
        parents = dict(Territory.objects.values_list("pk", "parent_id")) if own else {}
        return frozenset(with_below(own, parents))

    @property
    def heads_everybody(self) -> bool:
        """Whether every team is headed by the person, directly or from above."""
        return bool(self._teams) and len(self.headed) == len(self._teams)

    @cached_property
    def holds(self) -> bool:
        """Whether rights of his hold at all: he works here, is not suspended, his time is not over."""
        if not self._person or not self._person[0].active:
            return False
        until = self._person[0].until
        return until is None or company_today() <= until

    @cached_property
    def _person(self) -> list[_Person]:
        """One row per grant of the first role, or one without."""
        named = ("is_active", "team_id", "access_until", "role_id", "stands_in_some", "has_more", "fields_governed")
        grants = (f"role__grants__{name}" for name in _NAMED)
        found = User.objects.filter(pk=self.user_id).annotate(
            stands_in_some=Exists(Deputy.objects.filter(deputy=OuterRef("pk"))),
            has_more=Exists(User.further_roles.through.objects.filter(user=OuterRef("pk"))),
            fields_governed=Exists(FieldRight.objects.all()),
        )
        return [
            _Person(active, team, until, role, stands_in, has_more, governed, tuple(grant))
            for active, team, until, role, stands_in, has_more, governed, *grant in found.values_list(*named, *grants)
        ]

    @cached_property
    def governed_fields(self) -> dict[tuple[int | None, str], list[tuple[str, str]]]:
        """(role, kind) -> (field, level): one query, none where no field of the company is governed."""
        found: dict[tuple[int | None, str], list[tuple[str, str]]] = {}
        if not self._person or not self._person[0].fields_governed:
            return found
        people = [self.user_id, *(other.user_id for other in self.stands_for)]
        held = Q(role__users__in=people) | Q(role__also_held_by__in=people)
        for role, kind, field, level in (
            FieldRight.objects.filter(held).values_list("role_id", "kind", "field", "level").distinct()
        ):
            found.setdefault((role, kind), []).append((field, level))
        return found

    @cached_property
    def _teams(self) -> dict[int, tuple[int | None, int | None]]:
        """Parent and head of every team."""
        return {pk: (parent, head) for pk, parent, head in Team.objects.values_list("pk", "parent_id", "head_id")}


_NAMED = ("kind", "action", "scope", "conditions", "role_id")
HIDDEN = (FieldLevel.HIDDEN,)
NOT_CHANGED = (FieldLevel.HIDDEN, FieldLevel.READ_ONLY)
