"""Keys of other systems."""

from collections.abc import Iterable, Mapping

from setpoint.domains.exchange.models import ExternalKey

BATCH = 500


def records_of(kind: str, system: str, keys: Iterable[str]) -> dict[str, int]:
    """Return the numbers of the records that a system names so; unknown keys are left out."""
    wanted = sorted(set(keys))
    found: dict[str, int] = {}
    for start in range(0, len(wanted), BATCH):
        rows = ExternalKey.objects.filter(kind=kind, system=system, key__in=wanted[start : start + BATCH])
        found |= dict(rows.values_list("key", "record"))
    return found


def keep(kind: str, system: str, records: Mapping[str, int]) -> None:
    """Remember how a system names records (key → number), in the caller's transaction.

    IntegrityError where a key or a record has its pair already.
    """
    ExternalKey.objects.bulk_create(
        [ExternalKey(kind=kind, system=system, key=key, record=record) for key, record in records.items()],
        batch_size=BATCH,
    )
