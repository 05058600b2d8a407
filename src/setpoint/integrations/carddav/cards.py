"""One card: given, written, taken out of the book."""

from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import vcards
from setpoint.domains.customers.queries.vcards import vcards_of
from setpoint.domains.exchange.address_books import names_of, parties_named
from setpoint.domains.exchange.operations import address_books
from setpoint.integrations.carddav.door import BookRequest
from setpoint.integrations.carddav.elements import card, dav, element, failed
from setpoint.integrations.carddav.properties import MEDIA_TYPE, card_href, etag_of
from setpoint.platform.vcards.lines import LONGEST

TYPES = ("text/vcard", "text/x-vcard", "text/directory")


def give(request: BookRequest, name: str) -> HttpResponse:
    """Give a card; 304 where the device has it as it is."""
    text = _text(_there(request, name), request)
    mark = etag_of(text)
    if mark in _marks(request, "If-None-Match"):
        return HttpResponse(status=304, headers={"ETag": mark})
    return HttpResponse(text, content_type=MEDIA_TYPE, headers={"ETag": mark})


@transaction.atomic
def put(request: BookRequest, name: str) -> HttpResponse:
    """Create or change a card by the operations of the card; the mark comes back where it is kept as it was sent."""
    if request.content_type and request.content_type not in TYPES:
        return failed(415, card("supported-address-data"))
    if len(request.body) > LONGEST:
        told = _("A vCard has at most %(most)s bytes here; leave the picture out.") % {"most": LONGEST}
        return failed(403, card("max-resource-size"), told)
    text = _decoded(request.body)
    if text is None:
        return failed(403, card("valid-address-data"), _("A vCard is text in UTF-8, without the sign NUL."))
    there = parties_named([name], request.by).get(name)
    if there is not None:
        # nobody changes it between look and change
        there = Party.objects.select_for_update(of=("self",)).select_related("employer").get(pk=there.pk)
    if _unmet(request, there):
        return HttpResponse(status=412)
    if there is None:
        try:
            made = address_books.add(name, text, by=request.by)
        except address_books.UidTakenError as taken:
            href = element(dav("href"), card_href(request, names_of([taken.party])[taken.party]))
            return failed(403, card("no-uid-conflict"), within=[href])
    else:
        made = vcards.change(there, text, by=request.by)
    kept = _text(made, request)
    headers = {"ETag": etag_of(kept)} if kept == text else {}
    return HttpResponse(status=204 if there else 201, headers=headers)


@transaction.atomic
def delete(request: BookRequest, name: str) -> HttpResponse:
    """Take a card out of the person's book; the customer stays."""
    there = _there(request, name)
    if _unmet(request, there):
        return HttpResponse(status=412)
    address_books.leave_out(there, by=request.by)
    return HttpResponse(status=204)


def _there(request: BookRequest, name: str) -> Party:
    found = parties_named([name], request.by).get(name)
    if found is None:
        raise Http404
    return found


def _text(party: Party, request: BookRequest) -> str:
    return vcards_of([party], request.by)[party.pk]


def _unmet(request: BookRequest, there: Party | None) -> bool:
    """Whether what the device takes for granted is so no more (RFC 9110, section 13.1)."""
    wanted, unwanted = _marks(request, "If-Match"), _marks(request, "If-None-Match")
    if not wanted and not unwanted:
        return False
    mark = etag_of(_text(there, request)) if there else ""
    if wanted and not (there and ("*" in wanted or mark in wanted)):
        return True
    return bool(there and ("*" in unwanted or mark in unwanted))


def _marks(request: BookRequest, header: str) -> set[str]:
    said = request.headers.get(header, "").split(",")
    # servers between may have made it weak when they packed it
    return {one.strip().removeprefix("W/") for one in said if one.strip()}


def _decoded(body: bytes) -> str | None:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text
