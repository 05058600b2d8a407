"""Taking data out is a fact: whatever leaves as a file tells it here before its first line."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_noop

from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.facts import fact_type
from setpoint.kernel.refs import COMPANY


@fact_type("platform.exported", sentence=gettext_noop("{actor} took {what} out as a file ({format})"))
@dataclass(frozen=True)
class Exported:
    """Rows of a kind left as a file; `asked` are the filters of the list they came from."""

    what: str
    format: str
    asked: dict[str, str]


@transaction.atomic
def tell_of_export(what: str, *, by: Actor, file_format: str = "csv", asked: Mapping[str, str] | None = None) -> None:
    """Write down that rows of the kind `what` leave as a file."""
    told = Exported(what, file_format, dict(asked or {}))
    facts.emit(facts.NewFact(told, about=COMPANY, by=by, occurred_at=company_now()))
