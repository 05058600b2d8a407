"""What rights say of the administration of the platform: held on everything or not at all."""

from django.utils.translation import gettext_lazy as _

from setpoint.kernel.governed import GovernedKind, govern
from setpoint.kernel.limits.operations import KIND as LIMIT
from setpoint.kernel.models.people import Scope
from setpoint.platform.configuration.applying import KIND as CONFIGURATION
from setpoint.platform.personal.permissions import CHANGE, ERASE, EXPORT
from setpoint.platform.personal.permissions import KIND as PERSONAL
from setpoint.platform.removing.operations import KIND as REMOVAL

WHOLE = (Scope.ALL,)

govern(GovernedKind(CONFIGURATION, _("Configuration file"), ("see", "change"), scopes=WHOLE))
govern(GovernedKind(REMOVAL, _("Removals"), ("see",), scopes=WHOLE))
govern(GovernedKind(LIMIT, _("Limits"), ("change",), scopes=WHOLE))
govern(GovernedKind(PERSONAL, _("Personal data"), (EXPORT, ERASE, CHANGE), scopes=WHOLE))
