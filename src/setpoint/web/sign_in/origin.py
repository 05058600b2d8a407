"""From where a request comes, as the journal keeps it."""

from django.http import HttpRequest

from setpoint.kernel.sign_ins import LONGEST_DEVICE, Origin


def origin(request: HttpRequest) -> Origin:
    """Return address and browser of a request."""
    device = request.headers.get("User-Agent", "")[:LONGEST_DEVICE]
    return Origin(request.META.get("REMOTE_ADDR", ""), device)
