"""Reads of deals used more than once."""

from typing import Any

from setpoint.domains.sales.permissions import KIND
from setpoint.journal.models import Fact
from setpoint.journal.reading import tell


def rebuild(deal_id: int) -> dict[str, Any] | None:
    """Return a deal's state folded from its facts alone, None where no fact tells of it.

    Keys: name, owner, stage, amount, estimated, outcome, reason, opened_at, touched_at, closed_at.
    """
    rows = Fact.objects.filter(about_kind=KIND, about_id=deal_id).standing().order_by("occurred_at", "pk")
    state: dict[str, Any] | None = None
    for told in tell(list(rows)):
        data, at = told.data, told.fact.occurred_at
        if told.fact.kind == "sales.deal_opened":
            state = {
                "name": data["name"],
                "owner": data["owner"],
                "stage": data["stage"],
                "amount": data["amount"],
                "estimated": data["estimated"],
                "opened_at": at if data["dated"] else None,
                "touched_at": None,
                "closed_at": None,
                "outcome": None,
                "reason": "",
            }
        elif state is not None:
            _apply(state, told.fact, data)
    return state


def _apply(state: dict[str, Any], fact: Fact, data: dict[str, Any]) -> None:
    state |= {"owner": data.get("owner", state["owner"]), "stage": data.get("stage", state["stage"])}
    match fact.kind:
        case "sales.deal_touched":
            state["touched_at"] = max(filter(None, (state["touched_at"], fact.occurred_at)))
        case "sales.deal_won" | "sales.deal_lost":
            known = state["estimated"] and data["amount"] == state["amount"]
            state |= {
                "outcome": fact.kind.removeprefix("sales.deal_"),
                "closed_at": fact.occurred_at,
                "amount": data["amount"],
                "estimated": known,
                "reason": data.get("reason", ""),
            }
        case "sales.deal_reopened":
            state |= {"outcome": None, "closed_at": None, "reason": ""}
        case "sales.deal_changed":
            state |= {name: pair[1] for name, pair in fact.changes.items() if name in {"name", "amount", "estimated"}}
