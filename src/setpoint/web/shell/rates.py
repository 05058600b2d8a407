"""How often one person, or one machine where nobody is signed in, may ask for what is dear or can be guessed at."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from setpoint.kernel.rates import Counter, Rate
from setpoint.web.sign_in.origin import origin

Handler = Callable[[HttpRequest], HttpResponse]
MINUTE, HOUR = 60, 3600
# (method, name of the view); failures of passwords and codes are counted by kernel/throttle.py besides
RATES = {
    ("POST", "account_login"): Rate(60, MINUTE),
    ("POST", "account_reauthenticate"): Rate(10, MINUTE),
    ("POST", "password"): Rate(10, MINUTE),
    ("POST", "forgotten"): Rate(10, 15 * MINUTE),
    ("GET", "entry"): Rate(60, MINUTE),
    ("POST", "entry"): Rate(20, MINUTE),
    ("POST", "new_token"): Rate(20, HOUR),
    ("POST", "new_import"): Rate(60, HOUR),
    ("POST", "record_fields"): Rate(240, MINUTE),
    # a letter a request, as one types
    ("GET", "search"): Rate(1200, MINUTE),
    ("GET", "customers_found"): Rate(1200, MINUTE),
    ("GET", "export_deals"): Rate(30, MINUTE),
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
        if name not in RATES:
            return None
        who = f"person {request.user.pk}" if request.user.is_authenticated else origin(request).address
        seconds = COUNTER.wait(f"{name} {who}", RATES[name])
        if not seconds:
            return None
        response = render(request, "web/errors/429.html", {"seconds": seconds}, status=429)
        response.headers["Retry-After"] = str(seconds)
        return response
