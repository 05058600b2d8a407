"""A person connects his devices, sees which are, and puts back what he deleted there."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.permissions import KIND
from setpoint.domains.exchange.address_books import book_of
from setpoint.domains.exchange.limits import BOOK
from setpoint.domains.exchange.models import LeftOut
from setpoint.domains.exchange.operations import address_books
from setpoint.kernel import tokens
from setpoint.kernel.clock import machine_now
from setpoint.kernel.limits.reading import most_of
from setpoint.kernel.permissions import scope_of, visible_to
from setpoint.ui.toasting import say
from setpoint.web.address_book.forms import SCOPES, DeviceForm
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.security.confirmed import confirmed

LIFE = timedelta(days=365)
MOST_SHOWN = 100


@require_GET
def address_book(request: StaffRequest) -> HttpResponse:
    """Show the address of the book, the devices, and what was left out."""
    by = actor(request)
    _require(request)
    most = most_of(BOOK)
    cards = book_of(by)[: most + 1].count()
    left_out = LeftOut.objects.filter(person=by.user_id, party__in=visible_to(by, KIND).values("pk"))
    context = {
        **_addresses(request),
        "devices": [
            {"row": token, "may": SCOPES[token.scopes[0]]}
            for token in tokens.tokens_of(request.user)
            if len(token.scopes) == 1 and token.scopes[0] in SCOPES
        ],
        "cards": cards,
        "most": most,
        "too_many": cards > most,
        "left_out": left_out.select_related("party").order_by("-pk")[:MOST_SHOWN],
    }
    return answer(request, "web/address_book/page.html", context)


@never_cache
@confirmed
def new_device(request: StaffRequest) -> HttpResponse:
    """Make the password of a device and show it once."""
    _require(request)
    form = DeviceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row, password = tokens.make(
                request.user,
                name=form.cleaned_data["name"],
                scopes=[form.cleaned_data["scope"]],
                expires_at=machine_now() + LIFE,
                by=actor(request),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            context = {"row": row, "password": password, **_addresses(request)}
            return answer(request, "web/address_book/made.html", context)
    return answer(request, "web/address_book/new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def taken_in(request: StaffRequest, party_id: int) -> HttpResponse:
    """Put a customer back into one's book."""
    _require(request)
    party: Party = get_object_or_404(visible_to(actor(request), KIND), pk=party_id)
    address_books.take_in(party, by=actor(request))
    say(request, _("In your address book again: %(name)s") % {"name": party.name})
    return HttpResponseRedirect(reverse("address_book"))


def _require(request: StaffRequest) -> None:
    if scope_of(actor(request), KIND, "see") is None:
        raise PermissionDenied


def _addresses(request: StaffRequest) -> dict[str, str]:
    return {
        "host": request.get_host(),
        "server": request.build_absolute_uri(reverse("carddav:root")),
        "book": request.build_absolute_uri(reverse("carddav:book", args=[request.user.pk])),
    }
