"""Forgetting a person: personal values go, facts stand and say "erased"."""

from collections.abc import Callable

from django.db import connection, transaction

from setpoint.journal.models import Forgetting, PersonalValue
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import machine_now

Shredder = Callable[[int], None]

_SHREDDERS: dict[str, Shredder] = {}


def register_shredder(table: str) -> Callable[[Shredder], Shredder]:
    """Declare who else holds values of a person (card, search, deal names) and takes them away from `table`."""

    def register(shredder: Shredder) -> Shredder:
        _SHREDDERS[table] = shredder
        return shredder

    return register


def values_of(person_id: int) -> set[str]:
    """Return the texts that the journal knows of a person, for shredders that look for them in what names nobody."""
    values = PersonalValue.objects.filter(person_id=person_id).values_list("value", flat=True)
    flat = [part for value in values for part in (value if isinstance(value, list) else [value])]
    return {part.strip() for part in flat if isinstance(part, str) and part.strip()}


@transaction.atomic
def forget(person_id: int, *, by: Actor) -> None:
    """Take away every personal value of a person. `scrub` must follow, as a job, outside any transaction."""
    Forgetting.objects.get_or_create(
        person_id=person_id, defaults={"forgotten_at": machine_now(), "actor_label": by.label}
    )
    # they look for the values elsewhere, so those go last
    for shredder in _SHREDDERS.values():
        shredder(person_id)
    PersonalValue.objects.filter(person_id=person_id).delete()


def scrub() -> None:
    """Rewrite the data files so that forgotten values are in none of them. RuntimeError inside a transaction."""
    if connection.in_atomic_block:
        msg = "data files are rewritten outside any transaction"
        raise RuntimeError(msg)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            for table in ("journal_personalvalue", *_SHREDDERS):
                cursor.execute(f"VACUUM FULL {connection.ops.quote_name(table)}")
            cursor.execute("CHECKPOINT")
    Forgetting.objects.filter(scrubbed_at__isnull=True).update(scrubbed_at=machine_now())
