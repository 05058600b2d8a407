"""Self-diagnosis of the journal: whether what was sealed is what stands there."""

from collections.abc import Iterator
from datetime import timedelta
from gettext import gettext as _

from setpoint.commands.upkeep.findings import Finding, Level
from setpoint.journal import counting
from setpoint.journal.models import Fact, Seal
from setpoint.journal.sealing import verify
from setpoint.kernel.clock import machine_now

# the clock seals every ten minutes
LATE = timedelta(hours=1)


def numbers() -> Iterator[Finding]:
    """See whether new facts would be numbered above stored ones: else followers pass them over."""
    if counting.is_behind():
        told = _("The database was moved to a server that counts transactions from lower than the journal has come.")
        yield Finding("numbers", Level.BAD, told, _("Stop every process of Setpoint, then: setpoint migrate"))


def seals() -> Iterator[Finding]:
    """Read all that was sealed anew and name the first broken batch."""
    found = verify()
    if found.broken is not None:
        why = {
            "facts": _("its facts are not those that were sealed"),
            "personal": _("personal values are missing or are others"),
            "number": _("the seal before it is missing"),
        }[found.broken.why]
        told = _("Seal %(number)s of the journal is broken: %(why)s.") % {"number": found.broken.number, "why": why}
        advice = _("Somebody changed the journal past Setpoint. Compare with a backup made before.")
        yield Finding("seals", Level.BAD, told, advice)
        return
    last = Seal.objects.order_by("-number").first()
    sealed_at = last.sealed_at if last else None
    oldest = Fact.objects.filter(recorded_at__lt=machine_now() - LATE).order_by("-recorded_at").first()
    if oldest is not None and (sealed_at is None or sealed_at < oldest.recorded_at):
        yield Finding("seals", Level.CONCERN, _("What happened is not sealed."), _("Is setpoint worker running?"))
    elif found.seals:
        told = _("The journal is as it was sealed: %(facts)s facts, seal %(number)s, %(digest)s") % {
            "facts": found.facts,
            "number": found.seals,
            "digest": found.digest,
        }
        yield Finding("seals", Level.GOOD, told)
