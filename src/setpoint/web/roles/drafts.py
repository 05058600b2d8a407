"""Rights of one role on one kind while they are written down: rows of a form, not saved before one says so."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from setpoint.kernel.governed import ACTIONS, OPERATORS, Condition, ConditionField, is_broken
from setpoint.kernel.models.people import Scope
from setpoint.kernel.rights import ANY
from setpoint.kernel.role_changes import Granted

MOST_RIGHTS, MOST_CONDITIONS = 20, 8


@dataclass(frozen=True)
class ConditionDraft:
    """One condition as its inputs need it; `problem` where it means nothing."""

    name: str
    label: str
    condition: Condition
    operators: list[tuple[str, str | Promise]]
    choices: list[tuple[str, str]] | None
    problem: bool


@dataclass(frozen=True)
class RightDraft:
    """One right: its scope, "" for none, and its conditions."""

    name: str
    scope: str
    conditions: list[ConditionDraft]


@dataclass
class ActionDraft:
    """What the role may do in one way, several rights of which unite."""

    action: str
    label: str | Promise
    rights: list[RightDraft] = field(default_factory=list)


def read(kind: str, actions: Iterable[str], query: QueryDict) -> list[Granted]:
    """Read what a form sends: scope.see.0, then c.see.0.0.field, .operator and .value; add.see.0 adds a condition."""
    found = []
    for action in actions:
        for number in range(MOST_RIGHTS):
            name = f"{action}.{number}"
            scope = query.get(f"scope.{name}", "")
            if scope:
                found.append(Granted(kind, action, scope, tuple(_conditions(name, query))))
    return found


def _conditions(name: str, query: QueryDict) -> Iterable[Condition]:
    for number in range(MOST_CONDITIONS):
        start = f"c.{name}.{number}"
        key = query.get(f"{start}.field", "")
        if key and query.get(f"{start}.drop", "") != "on":
            yield Condition(key, query.get(f"{start}.operator", ""), query.get(f"{start}.value", "").strip())
    if added := query.get(f"add.{name}", ""):
        yield Condition(added, "", "")


def draft(
    kind: str, actions: Iterable[str], granted: Iterable[Granted], fields: dict[str, ConditionField], *, blank: str = ""
) -> list[ActionDraft]:
    """Return rights as inputs; every action has one, that of `blank` one more."""
    rights = list(granted)
    drafts = []
    for action in actions:
        one = ActionDraft(action, label_of(action))
        for number, right in enumerate(each for each in rights if each.action == action):
            name = f"{action}.{number}"
            told = [_draft(kind, f"c.{name}.{at}", each, fields) for at, each in enumerate(right.conditions)]
            one.rights.append(RightDraft(name, right.scope, told))
        if not one.rights or blank == action:
            one.rights.append(RightDraft(f"{action}.{len(one.rights)}", "", []))
        drafts.append(one)
    return drafts


def label_of(action: str) -> str | Promise:
    """Return what is done, in words."""
    return _("everything that can be done") if action == ANY else ACTIONS.get(action, action)


def scope_labels(reaches: Iterable[Scope]) -> list[tuple[str, str]]:
    """Return scopes as choices."""
    return [(scope.value, str(scope.label)) for scope in reaches]


def _draft(kind: str, name: str, condition: Condition, fields: dict[str, ConditionField]) -> ConditionDraft:
    known = fields.get(condition.field)
    if known is None:
        label = _("“%(field)s”, which is no more") % {"field": condition.field}
        return ConditionDraft(name, label, condition, [(condition.operator, condition.operator)], None, problem=True)
    operators: list[tuple[str, str | Promise]] = [(word, OPERATORS[word]) for word in known.operators]
    choices = list(known.choices()) if known.choices else None
    given = bool(condition.operator or condition.value)
    broken = given and is_broken(kind, condition)
    return ConditionDraft(name, str(known.label), condition, operators, choices, problem=broken)
