"""What segments of customers may ask of their deals."""

from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.queries.happenings import Event, register_event

register_event(
    Event("bought", "sales.deal_won", _("Purchases"), _("Days since the last purchase"), _("Purchases in 90 days"))
)
register_event(
    Event(
        "asked", "sales.deal_opened", _("Deals opened"), _("Days since a deal was opened"), _("Deals opened in 90 days")
    )
)
register_event(
    Event("refused", "sales.deal_lost", _("Deals lost"), _("Days since a deal was lost"), _("Deals lost in 90 days"))
)
