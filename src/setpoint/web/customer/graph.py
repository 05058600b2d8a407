"""Who is related to whom, as a small picture and as a list."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from setpoint.domains.customers.models import Party, Relation

SIZE, SIZE_OF_OTHERS = 34, 22


def related(party: Party, relations: Sequence[Relation]) -> list[dict[str, Any]]:
    """Return the related parties, each with what he is, read from this one."""
    found = []
    for one in relations:
        forth = one.party_id == party.pk
        other = one.other if forth else one.party
        name = _(one.kind.name if forth else one.kind.reverse)
        found.append({"pk": other.pk, "name": other.name, "kind": other.kind, "relation": name, "until": one.until})
    return found


def options(party: Party, relations: Sequence[Relation]) -> dict[str, Any]:
    """Return the picture as options of ECharts; empty where there is nobody."""
    if not relations:
        return {}
    nodes: dict[int, dict[str, Any]] = {party.pk: {"id": str(party.pk), "name": party.name, "symbolSize": SIZE}}
    for one in relations:
        for each in (one.party, one.other):
            url = reverse("customer", args=[each.pk])
            nodes.setdefault(each.pk, {"id": str(each.pk), "name": each.name, "symbolSize": SIZE_OF_OTHERS, "url": url})
    links = [{"source": str(one.party_id), "target": str(one.other_id), "name": _(one.kind.name)} for one in relations]
    return {
        "series": [
            {
                "type": "graph",
                "layout": "circular",
                "data": list(nodes.values()),
                "links": links,
                "label": {"show": True, "position": "bottom", "width": 110, "overflow": "truncate"},
                "edgeSymbol": ["none", "arrow"],
                "edgeSymbolSize": 7,
                "top": 30,
                "bottom": 40,
                "left": 60,
                "right": 60,
            }
        ],
        "aria": {"enabled": True},
    }
