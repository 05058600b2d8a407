"""REPORT on the book: some cards by their addresses, cards that meet a condition, what has changed since."""

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from django.http import HttpResponse
from django.utils.translation import gettext as _

from setpoint.domains.exchange.address_books import names_of, parties_named
from setpoint.integrations.carddav import book, filters
from setpoint.integrations.carddav.door import BookRequest
from setpoint.integrations.carddav.elements import Answer, card, dav, failed, multistatus, read
from setpoint.integrations.carddav.properties import ADDRESS_DATA, Asked, book_href, card_href, of_card
from setpoint.integrations.carddav.tokens import OldTokenError, changed_since, token_now

TOO_MANY = dav("number-of-matches-within-limits")


def report(request: BookRequest) -> HttpResponse:
    """Answer a report."""
    root = read(request.body)
    known = {
        card("addressbook-multiget"): _multiget,
        card("addressbook-query"): _query,
        dav("sync-collection"): _sync,
    }
    if root is None or root.tag not in known:
        return failed(403, dav("supported-report"))
    try:
        return known[root.tag](request, root)
    except book.LargeBookError as refusal:
        return failed(507, TOO_MANY, str(refusal))


def _multiget(request: BookRequest, root: Element) -> HttpResponse:
    hrefs = [(one.text or "").strip() for one in root.findall(dav("href"))]
    names = {href: _name(request, href) for href in hrefs}
    there = parties_named(filter(None, names.values()), request.by)
    texts = dict(book.some([party.pk for party in there.values()], request.by))

    def answers() -> Iterator[Answer]:
        for href in dict.fromkeys(hrefs):
            text = texts.get(names[href])
            yield Answer(href, status=404) if text is None else _of_card(request, root, href, text)

    return multistatus(answers())


def _query(request: BookRequest, root: Element) -> HttpResponse:
    condition, most = root.find(card("filter")), _limit(root, card("limit"), card("nresults"))
    answers: list[Answer] = []
    for name, text in book.whole(request.by):
        if filters.fits(text, condition):
            if most is not None and len(answers) >= most:
                answers.append(Answer(book_href(request), status=507))
                break
            answers.append(_of_card(request, root, card_href(request, name), text))
    return multistatus(answers)


def _sync(request: BookRequest, root: Element) -> HttpResponse:
    since = (root.findtext(dav("sync-token")) or "").strip()
    # asked first: what changes meanwhile is told again next time
    token = token_now(request.by)
    try:
        changed = changed_since(since, request.by) if since else None
    except OldTokenError:
        told = _("The address book has to be read anew: too much has changed since, or your rights have.")
        return failed(403, dav("valid-sync-token"), told)
    there = book.whole(request.by) if changed is None else book.some(changed, request.by)
    answers = [_of_card(request, root, card_href(request, name), text) for name, text in there]
    told_of = {answer.href for answer in answers}
    gone = names_of(changed or ()).values()
    answers += [Answer(href, status=404) for href in (card_href(request, n) for n in gone) if href not in told_of]
    most = _limit(root, dav("limit"), dav("nresults"))
    if most is not None and len(answers) > most:
        return failed(507, TOO_MANY)
    return multistatus(answers, token=token)


def _of_card(request: BookRequest, root: Element, href: str, text: str) -> Answer:
    asked = Asked.read(root)
    there = of_card(request, text)
    if asked.names and ADDRESS_DATA in asked.names:
        prop = root.find(dav("prop"))
        data = prop.find(ADDRESS_DATA) if prop is not None else None
        there[ADDRESS_DATA] = lambda: filters.cut(text, data)
    return asked.answer(href, there)


def _name(request: BookRequest, href: str) -> str:
    """Return the name of the card at an address of this book, "" for another place."""
    path, here = unquote(urlsplit(href).path), unquote(book_href(request))
    name = path[len(here) :] if path.startswith(here) else ""
    return name if "/" not in name else ""


def _limit(root: Element, name: str, number: str) -> int | None:
    said = root.findtext(f"{name}/{number}") or ""
    return int(said) if said.isdecimal() else None
