"""Jobs of fields: in chunks, so that nobody waits for the one writer."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.jobs import Running, job
from setpoint.platform.fields.kinds import kind_of
from setpoint.platform.fields.models import Field
from setpoint.platform.fields.operations.definitions import COMPUTE, MARK_UNIQUE
from setpoint.platform.fields.storing import store
from setpoint.platform.fields.types import type_of

CHUNK = 500


@job(COMPUTE, title=_("Compute a formula for all records"))
def compute(run: Running, field_id: int) -> None:
    """Compute a formula for every record of its kind; `done` is the last number that is done."""
    field = Field.objects.filter(pk=field_id, removed_at__isnull=True).first()
    if field is None:
        return
    rows = kind_of(field.kind).rows(SYSTEM, "see").order_by("pk")
    while True:
        with transaction.atomic():
            ids = list(rows.filter(pk__gt=run.done).values_list("pk", flat=True)[:CHUNK])
            if not ids:
                return
            store(field.kind, ids, field)
            run.progress(ids[-1])


@job(MARK_UNIQUE, title=_("Bring a field in line with being unique"))
def mark_unique(run: Running, field_id: int) -> None:
    """Bring the rows of a field in line with whether it is unique; two equal ones written meanwhile stay unmarked."""
    field = Field.objects.get(pk=field_id)
    rows = type_of(field).table.objects.filter(field=field).order_by("pk")
    while True:
        with transaction.atomic():
            ids = list(rows.filter(pk__gt=run.done).values_list("pk", flat=True)[:CHUNK])
            if not ids:
                return
            for chunk in (ids, *([pk] for pk in ids)):
                try:
                    with transaction.atomic():
                        rows.filter(pk__in=chunk).update(unique=field.unique)
                except IntegrityError:
                    continue
                if len(chunk) == len(ids):
                    break
            run.progress(ids[-1])
