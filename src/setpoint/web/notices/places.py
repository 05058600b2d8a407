"""Where a notice leads."""

from django.urls import reverse

from setpoint.loop.inform.models import Notice

_VIEWS = {
    "loop.correction": "correction",
    "sales.deal": "deal",
    "sales.lead": "lead",
    "customers.party": "customer",
    "activities.activity": "activity",
}


def place_of(notice: Notice) -> str:
    """Return the address of what a notice is about; the control room for what has no page of its own."""
    view = _VIEWS.get(notice.ref_kind)
    return reverse(view, args=[notice.ref_id]) if view else reverse("control_room")
