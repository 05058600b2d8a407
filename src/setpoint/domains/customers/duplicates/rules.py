"""What of two cards is compared, from when on they are shown as one, and which weights hold."""

from django.utils.translation import gettext_lazy as _

from setpoint.analysis.duplicates.comparing import Compared, Sort
from setpoint.analysis.duplicates.model import Rules, Settings, settings_of
from setpoint.domains.customers.models import Weights
from setpoint.kernel.limits.declared import declare

THRESHOLD = declare(
    "duplicates.threshold", _("Cards are shown as duplicates from this probability on, per cent"), most=80, largest=100
)
CROWD = declare("duplicates.crowd", _("A feature that more cards share tells nothing of duplicates"), most=50)
LEAST_LEARNT = declare("duplicates.learn", _("Cards from which weights of duplicates are learnt"), most=2000)

RULES = Rules(
    (
        Compared("name", Sort.NAMES, rare=True),
        Compared("patronymic", Sort.TEXT),
        Compared("emails", Sort.SHARED, chance=1e-5),
        Compared("phones", Sort.SHARED, chance=2e-5),
        Compared("numbers", Sort.SHARED, chance=1e-6),
        Compared("address", Sort.WORDS),
        Compared("born", Sort.CODE),
        Compared("employer", Sort.EXACT),
    ),
    (),
    (
        "l.emails[1] = r.emails[1]",
        "l.phones[1] = r.phones[1]",
        "l.name = r.name",
    ),
)
# of two records that share a key, so many are one: with this a model begins
CHANCE = 0.001


def weights() -> Settings:
    """Return the weights learnt last, else those declared."""
    learnt = Weights.objects.order_by("-pk").values_list("settings", flat=True).first()
    return learnt or declared()


def declared() -> Settings:
    """Return weights that nothing was learnt for."""
    return {**settings_of(RULES), "probability_two_random_records_match": CHANCE}
