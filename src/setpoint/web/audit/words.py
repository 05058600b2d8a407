"""How doors, kinds of record, kinds of fact and fields are called on the page."""

import re
from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from setpoint.kernel.facts import FACT_TYPES
from setpoint.platform.objects.models import ObjectKind
from setpoint.web.working_time.forms import NAMES

DOORS: dict[str, Promise] = {
    "page": pgettext_lazy("door", "page"),
    "api": pgettext_lazy("door", "API"),
    "import": pgettext_lazy("door", "import"),
    "rule": pgettext_lazy("door", "rule"),
    "lever": pgettext_lazy("door", "lever"),
    "connector": pgettext_lazy("door", "connector"),
    "command": pgettext_lazy("door", "command line"),
    "simulation": pgettext_lazy("door", "simulation"),
    "system": pgettext_lazy("door", "Setpoint itself"),
}
RECORDS: dict[str, Promise] = {
    "sales.deal": gettext_lazy("Deal"),
    "activities.activity": pgettext_lazy("a task, call or meeting", "Activity"),
    "sales.lead": pgettext_lazy("an inquiry", "Lead"),
    "sales.routing": gettext_lazy("Routing of leads"),
    "sales.pipeline": gettext_lazy("Pipeline"),
    "customers.party": gettext_lazy("Customer"),
    "catalog.product": gettext_lazy("Product"),
    "kernel.user": gettext_lazy("Person"),
    "kernel.team": gettext_lazy("Team"),
    "kernel.role": gettext_lazy("Role"),
    "kernel.company": gettext_lazy("Company"),
    "kernel.job": gettext_lazy("Job"),
    "kernel.calendar": gettext_lazy("Calendar"),
    "loop.correction": gettext_lazy("Correction"),
    "loop.plan": gettext_lazy("Plan"),
    "loop.goal": gettext_lazy("Goal"),
    "control.case": gettext_lazy("Deviation"),
    "platform.import": gettext_lazy("Import"),
    "fields.field": gettext_lazy("Field"),
    "channels.purpose": gettext_lazy("Consent"),
    "kernel.territory": gettext_lazy("Territory"),
}
FIELDS: dict[str, Promise] = {
    "amount": gettext_lazy("Amount"),
    "country": gettext_lazy("Country"),
    "currency": gettext_lazy("Currency"),
    "customer": gettext_lazy("Customer"),
    "email": gettext_lazy("E-mail"),
    "employees": gettext_lazy("Employees"),
    "employer": gettext_lazy("Works at"),
    "estimated": gettext_lazy("Estimated"),
    "founded": gettext_lazy("Founded"),
    "language": gettext_lazy("Language"),
    "name": pgettext_lazy("field", "Name"),
    "owner": pgettext_lazy("of a deal", "Owner"),
    "phone": gettext_lazy("Telephone"),
    "product": gettext_lazy("Product"),
    "sector": gettext_lazy("Sector"),
    "stage": gettext_lazy("Stage"),
    "target": gettext_lazy("Target"),
    "theme": gettext_lazy("Theme"),
    **NAMES,
    "digest": gettext_lazy("A digest by e-mail every day"),
    "hour": gettext_lazy("Hour of the digest"),
    "keeps_holidays": gettext_lazy("Nobody works on public holidays"),
    "quiet_from": gettext_lazy("Quiet from"),
    "quiet_until": gettext_lazy("Quiet until"),
    "region": gettext_lazy("Region"),
    "time_zone": gettext_lazy("Time zone"),
}
_GAP = re.compile(r"\{\w+\}")


def fact_kinds() -> Iterator[tuple[str, str]]:
    """Yield the kinds of fact with what they say of anything, "… moved … to …", in the order of these words."""
    said = {kind: _GAP.sub("…", _(str(declared.sentence))) for kind, declared in FACT_TYPES.items()}
    yield from sorted(said.items(), key=lambda item: item[1].lstrip("… «“").casefold())


def records() -> dict[str, str]:
    """Return the names of kinds of record, those of this company too. One query."""
    own = {kind.kind: kind.one for kind in ObjectKind.objects.all()}
    return {kind: str(name) for kind, name in RECORDS.items()} | own
