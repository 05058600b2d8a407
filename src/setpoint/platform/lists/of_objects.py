"""The lists of an administrator's kinds of record."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import pgettext_lazy

from setpoint.kernel.actors import Actor
from setpoint.kernel.refs import Ref
from setpoint.platform.lists.columns import Native
from setpoint.platform.lists.kinds import ListKind, register_family
from setpoint.platform.lists.of_people import owner_change, owner_column
from setpoint.platform.lists.types import Moment, Text
from setpoint.platform.objects.models import ObjectKind, ObjectRecord
from setpoint.platform.objects.models.object import PREFIX
from setpoint.platform.objects.operations import records


def _give(owners: Mapping[int, Any], by: Actor) -> None:
    found = ObjectRecord.objects.select_related("kind").in_bulk(list(owners))
    for pk, owner in owners.items():
        records.change(found[pk], {"owner": owner}, by=by)


def _owners(ids: Sequence[int]) -> dict[int, int | None]:
    return dict(ObjectRecord.objects.filter(pk__in=ids).values_list("pk", "owner_id"))


def _list(name: str) -> ListKind | None:
    kind = ObjectKind.objects.filter(key=name.removeprefix(PREFIX), removed_at__isnull=True).first()
    if kind is None:
        return None
    return ListKind(
        name,
        str(kind),
        (
            Native(
                "name",
                kind.one,
                Text(folded=True),
                "folded",
                value=lambda row: row.name,
                ref=lambda row: Ref(name, row.pk),
                sorts="folded",
            ),
            owner_column(name),
            Native(
                "created",
                pgettext_lazy("record", "Created"),
                Moment(),
                "created_at",
                value=lambda row: row.created_at,
                usual=False,
                sorts="created_at",
            ),
        ),
        within={"kind_id": kind.pk},
        changes=(owner_change(name, _give, _owners),),
    )


register_family(PREFIX, _list)
