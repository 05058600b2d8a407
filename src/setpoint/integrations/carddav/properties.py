"""What each address says of itself."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from django.urls import reverse
from django.utils.translation import gettext as _

from setpoint.domains.exchange.address_books import KIND
from setpoint.integrations.carddav.door import BookRequest
from setpoint.integrations.carddav.elements import CARD, SERVER, Answer, card, dav, element
from setpoint.integrations.carddav.tokens import token_now
from setpoint.kernel.models import Company
from setpoint.kernel.permissions import scope_of
from setpoint.platform.vcards.lines import LONGEST

MEDIA_TYPE = "text/vcard; charset=utf-8"
REPORTS = (card("addressbook-query"), card("addressbook-multiget"), dav("sync-collection"))
Property = Callable[[], str | Iterable[Element]]


@dataclass(frozen=True)
class Asked:
    """Which properties are asked for; None: all that are cheap. `only_names`: none of their values."""

    names: tuple[str, ...] | None = None
    only_names: bool = False

    @classmethod
    def read(cls, root: Element | None) -> "Asked":
        """Return what DAV:propfind, or a report, asks for."""
        if root is None or root.find(dav("allprop")) is not None:
            return cls()
        if root.find(dav("propname")) is not None:
            return cls(only_names=True)
        prop = root.find(dav("prop"))
        return cls(tuple(dict.fromkeys(str(one.tag) for one in prop)) if prop is not None else ())

    def answer(self, href: str, there: Mapping[str, Property]) -> Answer:
        """Return the properties of an address that are asked for."""
        names = tuple(there) if self.names is None else self.names
        made = Answer(href, missing=[name for name in names if name not in there])
        for name in names:
            if name in there:
                value = "" if self.only_names else there[name]()
                made.found.append(element(name, *([value] if isinstance(value, str) else value)))
        return made


def root_href() -> str:
    """Return the address of the service."""
    return reverse("carddav:root")


def person_href(request: BookRequest) -> str:
    """Return the address of the person who asks, under which his book lies."""
    return reverse("carddav:person", args=[request.person.pk])


def book_href(request: BookRequest) -> str:
    """Return the address of the book."""
    return reverse("carddav:book", args=[request.person.pk])


def card_href(request: BookRequest, name: str) -> str:
    """Return the address of a card."""
    return reverse("carddav:card", args=[request.person.pk, name])


def of_root(request: BookRequest) -> dict[str, Property]:
    """Return what the service says of itself."""
    return _common(request) | {dav("resourcetype"): lambda: [Element(dav("collection"))]}


def of_person(request: BookRequest) -> dict[str, Property]:
    """Return what is said of the person, whose address is the home of his books as well."""
    here = person_href(request)
    return _common(request) | {
        dav("resourcetype"): lambda: [Element(dav("collection")), Element(dav("principal"))],
        dav("displayname"): lambda: request.person.name,
        dav("principal-URL"): lambda: [element(dav("href"), here)],
        card("addressbook-home-set"): lambda: [element(dav("href"), here)],
    }


def of_book(request: BookRequest) -> dict[str, Property]:
    """Return what is said of the book."""
    version = Element(card("address-data-type"), {"content-type": "text/vcard", "version": "3.0"})
    company = Company.objects.values_list("name", flat=True).first() or ""
    reports = [element(dav("supported-report"), element(dav("report"), Element(name))) for name in REPORTS]
    return _common(request) | {
        dav("resourcetype"): lambda: [Element(dav("collection")), Element(card("addressbook"))],
        dav("displayname"): lambda: _("Customers of %(company)s") % {"company": company},
        dav("sync-token"): lambda: token_now(request.by),
        f"{{{SERVER}}}getctag": lambda: token_now(request.by),
        dav("supported-report-set"): lambda: reports,
        card("supported-address-data"): lambda: [version],
        card("max-resource-size"): lambda: str(LONGEST),
    }


def of_card(request: BookRequest, text: str) -> dict[str, Property]:
    """Return what is said of a card, but the vCard itself, which reports ask for."""
    return {
        dav("resourcetype"): lambda: "",
        dav("getetag"): lambda: etag_of(text),
        dav("getcontenttype"): lambda: MEDIA_TYPE,
        dav("getcontentlength"): lambda: str(len(text.encode())),
        dav("current-user-principal"): lambda: [element(dav("href"), person_href(request))],
        dav("current-user-privilege-set"): lambda: privileges(request),
    }


def etag_of(text: str) -> str:
    """Return the mark of what a card says."""
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def privileges(request: BookRequest) -> list[Element]:
    """Return what the person may do, as WebDAV names it (RFC 3744)."""
    names = ["read", "read-current-user-privilege-set"]
    if scope_of(request.by, KIND, "change") is not None:
        names += ["write-content", "unbind"]
    if scope_of(request.by, KIND, "create") is not None:
        names += ["bind"]
    if {"write-content", "bind"} <= set(names):
        names += ["write"]
    return [element(dav("privilege"), Element(dav(name))) for name in names]


def _common(request: BookRequest) -> dict[str, Property]:
    here = person_href(request)
    return {
        dav("displayname"): lambda: "Setpoint",
        dav("current-user-principal"): lambda: [element(dav("href"), here)],
        dav("owner"): lambda: [element(dav("href"), here)],
        dav("principal-collection-set"): lambda: [element(dav("href"), root_href())],
        dav("current-user-privilege-set"): lambda: privileges(request),
    }


ADDRESS_DATA = f"{{{CARD}}}address-data"
