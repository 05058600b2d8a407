"""Addresses of the service: the root, a person, his book, its cards."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from setpoint.integrations.carddav import book, cards
from setpoint.integrations.carddav.door import BookRequest, door
from setpoint.integrations.carddav.elements import Answer, dav, failed, multistatus, read
from setpoint.integrations.carddav.properties import (
    Asked,
    book_href,
    card_href,
    of_book,
    of_card,
    of_person,
    of_root,
    person_href,
    root_href,
)
from setpoint.integrations.carddav.reports import TOO_MANY, report


@login_not_required
def discovery(request: HttpRequest) -> HttpResponse:
    """Lead a device that knows only the host to the service (RFC 6764)."""
    del request
    response = HttpResponseRedirect(reverse("carddav:root"))
    response.status_code = 301
    return response


discovery.csrf_exempt = True  # type: ignore[attr-defined] # devices ask with any method, and nothing is changed


@door("PROPFIND", "PROPPATCH")
def root(request: BookRequest) -> HttpResponse:
    """Say whose service it is."""
    if request.method == "PROPPATCH":
        return _unchangeable(request, root_href())
    asked = Asked.read(read(request.body))
    answers = [asked.answer(root_href(), of_root(request))]
    if _below(request):
        answers.append(asked.answer(person_href(request), of_person(request)))
    return multistatus(answers)


@door("PROPFIND", "PROPPATCH")
def person(request: BookRequest, person_id: int) -> HttpResponse:
    """Say where the books of a person are."""
    del person_id
    if request.method == "PROPPATCH":
        return _unchangeable(request, person_href(request))
    asked = Asked.read(read(request.body))
    answers = [asked.answer(person_href(request), of_person(request))]
    if _below(request):
        answers.append(asked.answer(book_href(request), of_book(request)))
    return multistatus(answers)


@door("PROPFIND", "PROPPATCH", "REPORT")
def contacts(request: BookRequest, person_id: int) -> HttpResponse:
    """Say what the book is, which cards are in it, and answer reports on it."""
    del person_id
    if request.method == "PROPPATCH":
        return _unchangeable(request, book_href(request))
    if request.method == "REPORT":
        return report(request)
    asked = Asked.read(read(request.body))
    answers = [asked.answer(book_href(request), of_book(request))]
    if _below(request):
        try:
            there = list(book.whole(request.by))
        except book.LargeBookError as refusal:
            return failed(507, TOO_MANY, str(refusal))
        answers += [asked.answer(card_href(request, name), of_card(request, text)) for name, text in there]
    return multistatus(answers)


@door("GET", "HEAD", "PUT", "DELETE", "PROPFIND")
def one(request: BookRequest, person_id: int, name: str) -> HttpResponse:
    """Give, write, or take out one card."""
    del person_id
    if request.method == "PUT":
        return cards.put(request, name)
    if request.method == "DELETE":
        return cards.delete(request, name)
    given = cards.give(request, name)
    if request.method == "PROPFIND":
        asked = Asked.read(read(request.body))
        return multistatus([asked.answer(card_href(request, name), of_card(request, given.content.decode()))])
    return given


def _below(request: HttpRequest) -> bool:
    # "infinity" is answered as one level: there is no more
    return request.headers.get("Depth", "1").strip() != "0"


def _unchangeable(request: BookRequest, href: str) -> HttpResponse:
    """Refuse to change properties, each by its name."""
    body = read(request.body)
    names = [str(one.tag) for prop in body.iter(dav("prop")) for one in prop] if body is not None else []
    return multistatus([Answer(href, missing=names, missing_status=403)])
