"""Everything about a person in one archive: person.json, to be read by people and programs, and the files."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.models import Company
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref
from setpoint.platform.personal.parts import Part, all_parts
from setpoint.platform.personal.people import people
from setpoint.platform.personal.permissions import EXPORT, KIND
from setpoint.platform.personal.record import PersonExported


def collect(person: int) -> dict[str, Any]:
    """Return everything about a person, part by part, titled in the reader's language."""
    company = Company.objects.first()
    return {
        "person": person,
        "company": company.name if company else "",
        "made_at": company_now(),
        "parts": {part.key: _told(part, person) for part in all_parts()},
    }


@transaction.atomic
def export(person: int, target: IO[bytes], *, by: Actor) -> dict[str, int]:
    """Write the archive of a living person; return rows by part. PermissionDenied without the right."""
    require(by, KIND, EXPORT)
    everything = collect(person)
    with ZipFile(target, "w", ZIP_DEFLATED) as packed:
        text = json.dumps(everything, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        packed.writestr("person.json", text)
        for part in all_parts():
            for name, path in _files(part, person):
                packed.write(path, f"files/{name}")
    rows = {key: len(part["rows"]) for key, part in everything["parts"].items()}
    told = PersonExported({key: count for key, count in rows.items() if count})
    facts.emit(facts.NewFact(told, about=Ref(people().kind, person), by=by, occurred_at=company_now()))
    return rows


def _told(part: Part, person: int) -> dict[str, Any]:
    files = [name for name, _path in _files(part, person)]
    return {"title": str(part.label), "rows": part.tell(person)} | ({"files": files} if files else {})


def _files(part: Part, person: int) -> Iterator[tuple[str, Path]]:
    """Yield the files of a part under names that do not clash."""
    for number, (name, path) in enumerate(part.files(person), 1):
        if path.exists():
            yield f"{part.key}-{number}-{Path(name).name}", path
