"""Numbers that an administrator may change."""

from django.utils.translation import gettext_lazy as _

from setpoint.kernel.limits.declared import declare

ATTEMPTS = declare("webhook.attempts", _("Tries of a webhook before it is given up"), most=12, largest=50)
PATIENCE = declare(
    "webhook.patience", _("Deliveries given up in a row after which a webhook goes quiet"), most=3, largest=1000
)
ANSWERS_KEPT = declare("api.answers", _("Hours for which answers under an idempotency key are kept"), most=24)
AGENT_CHANGES = declare("agent.changes", _("Records that an agent may change in one session"), most=50)
BULK = declare("api.bulk", _("Rows of one bulk call"), most=10_000, largest=100_000)
BOOK = declare("carddav.cards", _("Cards in one address book of a telephone"), most=20_000, largest=100_000)
BEHIND = declare("carddav.behind", _("Facts after which an address book is read anew"), most=50_000)
EXPORTS_KEPT = declare("exports.kept", _("Files kept of each scheduled export"), most=10, largest=1000)
