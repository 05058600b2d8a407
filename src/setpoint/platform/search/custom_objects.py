"""Kinds of record of an administrator are found by their names, and by their searchable fields."""

from collections.abc import Iterable
from functools import partial

from setpoint.platform.objects.models import ObjectKind
from setpoint.platform.search.kinds import Field, Row, SearchKind, Shown, Weight, provide


def show(kind: str, record: Row) -> Shown:
    """Show a record with its kind."""
    return Shown(record["name"], (kind,), "notes")


@provide
def kinds() -> Iterable[SearchKind]:
    """Return the kinds there are now."""
    return [
        SearchKind(
            one.kind,
            str(one),
            link="object",
            link_to=(one.key,),
            fields=(Field("name", weight=Weight.NAME),),
            columns=("name",),
            show=partial(show, one.one),
        )
        for one in ObjectKind.objects.filter(removed_at__isnull=True)
    ]
