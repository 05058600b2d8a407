"""Where categories of a forecast begin, as rows that an administrator changes."""

from django.utils.translation import gettext_lazy as _

from setpoint.kernel.limits.declared import declare

COMMIT = declare("reports.commit", _("Forecast: all but certain from a probability of, per cent"), most=75, largest=100)
BEST = declare("reports.best", _("Forecast: if it goes well from a probability of, per cent"), most=40, largest=100)
