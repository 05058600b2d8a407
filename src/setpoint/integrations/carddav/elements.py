"""XML of WebDAV: what is asked for, read safely, and the answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.http import HttpResponse

DAV, CARD, SERVER = "DAV:", "urn:ietf:params:xml:ns:carddav", "http://calendarserver.org/ns/"
for prefix, space in (("d", DAV), ("card", CARD), ("cs", SERVER)):
    register_namespace(prefix, space)
STATUS = {
    200: "HTTP/1.1 200 OK",
    403: "HTTP/1.1 403 Forbidden",
    404: "HTTP/1.1 404 Not Found",
    507: "HTTP/1.1 507 Insufficient Storage",
}
MULTI = 207


class BadXmlError(Exception):
    """The body is no XML, or XML that means harm."""


def dav(name: str) -> str:
    """Return a name of WebDAV."""
    return f"{{{DAV}}}{name}"


def card(name: str) -> str:
    """Return a name of CardDAV."""
    return f"{{{CARD}}}{name}"


def element(name: str, *within: Element | str) -> Element:
    """Return an element with others, or a text, within."""
    made = Element(name)
    for one in within:
        if isinstance(one, str):
            made.text = one
        else:
            made.append(one)
    return made


def read(body: bytes) -> Element | None:
    """Return the root of a body, None of an empty one. `BadXmlError` for entities, types of documents and the like."""
    if not body.strip():
        return None
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise BadXmlError from error
    return root


@dataclass
class Answer:
    """What is said of one address: its properties, and the names of those that it has not; or a bare status."""

    href: str
    found: list[Element] = field(default_factory=list)
    missing: Sequence[str] = ()
    status: int = 0
    missing_status: int = 404

    def element(self) -> Element:
        """Return it as DAV:response."""
        made = element(dav("response"), element(dav("href"), self.href))
        if self.status:
            made.append(element(dav("status"), STATUS[self.status]))
        if self.found or not (self.missing or self.status):
            made.append(_stat(200, self.found))
        if self.missing:
            made.append(_stat(self.missing_status, [Element(name) for name in self.missing]))
        return made


def _stat(status: int, properties: Sequence[Element]) -> Element:
    return element(dav("propstat"), element(dav("prop"), *properties), element(dav("status"), STATUS[status]))


def multistatus(answers: Iterator[Answer] | Sequence[Answer], *, token: str = "") -> HttpResponse:
    """Return what is said of several addresses."""
    root = Element(dav("multistatus"))
    for answer in answers:
        root.append(answer.element())
    if token:
        SubElement(root, dav("sync-token")).text = token
    return _xml(root, MULTI)


def failed(status: int, condition: str, said: str = "", *, within: Sequence[Element] = ()) -> HttpResponse:
    """Return which condition of the standard was not met, and why in the reader's words."""
    root = element(dav("error"), element(condition, *within))
    if said:
        SubElement(root, dav("responsedescription")).text = said
    return _xml(root, status)


def _xml(root: Element, status: int) -> HttpResponse:
    text = tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(text, status=status, content_type="application/xml; charset=utf-8")
