"""One's own letters. What stands in them is never trusted: their HTML is shown in a sandbox of the browser."""

from django.http import Http404, HttpResponse

from setpoint.platform.mailbox.reading import Letter, letter, letters
from setpoint.web.http import StaffRequest, answer

SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def mailbox(request: StaffRequest) -> HttpResponse:
    """List the letters to the signed-in person."""
    return answer(request, "web/mailbox/page.html", {"letters": letters(to=request.user.email)})


def mailbox_letter(request: StaffRequest, name: str) -> HttpResponse:
    """Show one letter as plain text."""
    return answer(request, "web/mailbox/letter.html", {"letter": _own(request, name)})


def mailbox_html(request: StaffRequest, name: str) -> HttpResponse:
    """Show one letter as it looks, where nothing in it can run or load."""
    response = HttpResponse(_own(request, name).html)
    response["Content-Security-Policy"] = SANDBOX
    return response


def _own(request: StaffRequest, name: str) -> Letter:
    found = letter(name)
    if found is None or not found.is_to(request.user.email):
        raise Http404
    return found
