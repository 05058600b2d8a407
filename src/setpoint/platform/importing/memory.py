"""How files of a layout were read is remembered: the next file with the same columns needs no answers again."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from setpoint.kernel.clock import machine_now
from setpoint.kernel.folding import fold
from setpoint.platform.importing.agreement import Agreement
from setpoint.platform.importing.findings import Survey
from setpoint.platform.importing.kinds import KINDS, ImportKind
from setpoint.platform.models import ImportFile, ImportLayout

REMEMBERED = "remembered"


def fingerprint(header: Sequence[str]) -> str:
    """Return what files with these names of columns, in this order, have in common."""
    return hashlib.sha256("\x1f".join(map(fold, header)).encode()).hexdigest()


def remember(file: ImportFile) -> None:
    """Keep what was decided about a file whose import begins; values of its rows are not kept."""
    agreed = Agreement.from_json(file.agreement)
    kept = replace(agreed, repairs={})
    ImportLayout.objects.update_or_create(
        fingerprint=fingerprint(file.header),
        kind=file.kind,
        defaults={"agreement": kept.to_json(), "used_at": machine_now()},
    )


def recall(header: Sequence[str], kind: str = "") -> tuple[ImportKind, Agreement] | None:
    """Return the kind and the agreement of the last file with these columns, of `kind` where one is meant."""
    rows = ImportLayout.objects.filter(fingerprint=fingerprint(header), **({"kind": kind} if kind else {}))
    known = rows.order_by("-used_at").first()
    if known is None:
        return None
    try:
        found = KINDS[known.kind]
    except KeyError:
        # a kind of an administrator that is no more
        return None
    agreed = Agreement.from_json(known.agreement)
    fields = {field.key for field in found.all_fields}
    return found, replace(agreed, columns={key: at for key, at in agreed.columns.items() if key in fields})


def applied(found: Survey, proposed: Agreement, before: Agreement) -> Agreement:
    """Return what is proposed for a file, with what was answered the last time where its values do not tell."""
    asked = {choice.field for choice in found.questions}
    return replace(
        proposed,
        dates={key: before.dates.get(key, way) if key in asked else way for key, way in proposed.dates.items()},
        marks={key: before.marks.get(key, way) if key in asked else way for key, way in proposed.marks.items()},
        currency=proposed.currency or before.currency,
        answered=tuple(sorted(asked & {*before.dates, *before.marks})),
    )
