"""How often one person, or one machine where nobody is signed in, may ask for what is dear or can be guessed at.

Each process counts for itself: with four of them somebody gets through four times as often at most.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.limits.declared import declare
from setpoint.kernel.limits.reading import rate_of
from setpoint.kernel.rates import Counter, Rate
from setpoint.web.sign_in.origin import origin

Handler = Callable[[HttpRequest], HttpResponse]
MINUTE, HOUR = 60, 3600
# (method, name of the view): what an administrator reads, and the rate until he changes it; failures of passwords
# and codes are counted by kernel/throttle.py besides
RATES = {
    ("POST", "account_login"): (_("Attempts to sign in, a minute"), Rate(60, MINUTE)),
    ("POST", "account_reauthenticate"): (_("Proving again who one is, a minute"), Rate(10, MINUTE)),
    ("POST", "password"): (_("Changes of one's password, a minute"), Rate(10, MINUTE)),
    ("POST", "forgotten"): (_("Letters to a new password, a quarter of an hour"), Rate(10, 15 * MINUTE)),
    ("GET", "entry"): (_("Links of letters opened, a minute"), Rate(60, MINUTE)),
    ("POST", "entry"): (_("Passwords set by a link of a letter, a minute"), Rate(20, MINUTE)),
    ("POST", "inquiry_form"): (_("Inquiries by the public form, a minute"), Rate(6, MINUTE)),
    ("POST", "new_token"): (_("New tokens of programs, an hour"), Rate(20, HOUR)),
    ("POST", "new_device"): (_("New passwords of devices, an hour"), Rate(20, HOUR)),
    ("POST", "new_import"): (_("Imports, an hour"), Rate(60, HOUR)),
    ("POST", "record_fields"): (_("Fields of records saved, a minute"), Rate(240, MINUTE)),
    # a letter a request, as one types
    ("GET", "search"): (_("Searches, a letter each, a minute"), Rate(1200, MINUTE)),
    ("GET", "customers_found"): (_("Customers looked up in a form, a letter each, a minute"), Rate(1200, MINUTE)),
    ("GET", "audit_file"): (_("Exports of the audit, a minute"), Rate(10, MINUTE)),
    ("GET", "list_export"): (_("Exports of lists, a minute"), Rate(30, MINUTE)),
}
LIMITS = {
    name: declare(f"rate.{' '.join(name)}", label, most=rate.most, seconds=rate.seconds)
    for name, (label, rate) in RATES.items()
}
COUNTER = Counter()


class Rates:
    """Middleware: answer 429 to whoever asks too often, and say when to ask again."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.handler(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Count the request before its view is called."""
        match = request.resolver_match
        name = (request.method or "", match.view_name if match else "")
        if name not in LIMITS:
            return None
        who = f"person {request.user.pk}" if request.user.is_authenticated else origin(request).address
        seconds = COUNTER.wait(f"{name} {who}", rate_of(LIMITS[name]))
        if not seconds:
            return None
        response = render(request, "web/errors/429.html", {"seconds": seconds}, status=429)
        response.headers["Retry-After"] = str(seconds)
        return response
