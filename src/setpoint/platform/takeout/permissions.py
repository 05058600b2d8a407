"""Who may take everything out: whoever may do everything, and those who get the right."""

from django.utils.translation import gettext_lazy as _

from setpoint.kernel.governed import GovernedKind, govern

KIND = "platform.takeout"

govern(GovernedKind(KIND, _("Archive of everything"), ("export",)))
