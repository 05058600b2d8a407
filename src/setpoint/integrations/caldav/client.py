"""The wire: what has changed since a token (RFC 6578), entries read in sets, written and deleted under their etag."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.sax.saxutils import escape

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from setpoint.platform.outgoing import session

DAV, CAL = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
XML = {"Content-Type": "application/xml; charset=utf-8"}
MULTI, OK, MISSING, CONFLICT = 207, 200, 404, 412
REFUSED = 400
LARGEST = 20_000_000
BATCH = 50
SYNC = (
    '<?xml version="1.0"?><d:sync-collection xmlns:d="DAV:"><d:sync-token>{token}</d:sync-token>'
    "<d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop></d:sync-collection>"
)
LIST = '<?xml version="1.0"?><d:propfind xmlns:d="DAV:"><d:prop><d:getetag/></d:prop></d:propfind>'
GET = (
    '<?xml version="1.0"?><c:calendar-multiget xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop>'
    "<d:getetag/><c:calendar-data/></d:prop>{hrefs}</c:calendar-multiget>"
)


class ServerError(Exception):
    """The server did not do what was asked; the message says what it answered."""


class ChangedError(Exception):
    """The entry was changed at the server since it was read: nothing was written."""


@dataclass(frozen=True)
class Changes:
    """Resources by their etag, those that are gone, and the token from which to ask next ("" where there is none)."""

    etags: dict[str, str]
    gone: set[str]
    token: str
    whole: bool


@dataclass(frozen=True)
class Entry:
    """A resource with what it says."""

    href: str
    etag: str
    text: str


class Client:
    """One calendar of one person. Every connection is checked (platform/outgoing.py)."""

    def __init__(self, url: str, login: str, password: str) -> None:
        self.url = url
        self._session = session()
        self._session.auth = (login, password)

    def changes(self, token: str) -> Changes:
        """Return what has changed since a token; everything where there is none, or the server knows it no more."""
        answer = self._ask("REPORT", self.url, SYNC.format(token=escape(token)), {"Depth": "0"})
        if answer.status_code != MULTI and token:
            return self.changes("")
        if answer.status_code != MULTI:
            answer = self._ask("PROPFIND", self.url, LIST, {"Depth": "1"})
        root = self._tree(answer)
        etags, gone = {}, set()
        for one in root.iter(f"{DAV}response"):
            href, status = self._href(one), one.findtext(f"{DAV}status", "")
            etag = one.findtext(f".//{DAV}getetag", "")
            if f" {MISSING} " in f"{status} ":
                gone.add(href)
            elif etag and href != urlsplit(self.url).path:
                etags[href] = etag
        return Changes(etags, gone, root.findtext(f"{DAV}sync-token", ""), not token)

    def read(self, hrefs: Sequence[str]) -> list[Entry]:
        """Return entries, fifty in one request."""
        found = []
        for start in range(0, len(hrefs), BATCH):
            asked = "".join(f"<d:href>{escape(href)}</d:href>" for href in hrefs[start : start + BATCH])
            root = self._tree(self._ask("REPORT", self.url, GET.format(hrefs=asked), {"Depth": "1"}))
            for one in root.iter(f"{DAV}response"):
                text = one.findtext(f".//{CAL}calendar-data")
                if text:
                    found.append(Entry(self._href(one), one.findtext(f".//{DAV}getetag", ""), text))
        return found

    def write(self, href: str, text: str, etag: str) -> str:
        """Write an entry over the version of `etag` ("" for a new one); return the new etag, "" where none is told."""
        guard = {"If-Match": etag} if etag else {"If-None-Match": "*"}
        kind = {"Content-Type": "text/calendar; charset=utf-8"}
        answer = self._session.put(urljoin(self.url, href), data=text.encode(), headers=kind | guard)
        if answer.status_code == CONFLICT:
            raise ChangedError(href)
        self._require(answer)
        return str(answer.headers.get("ETag", ""))

    def delete(self, href: str, etag: str) -> None:
        """Delete an entry of that version; one that is gone already is deleted."""
        guard = {"If-Match": etag} if etag else {}
        answer = self._session.delete(urljoin(self.url, href), headers=guard)
        if answer.status_code == CONFLICT:
            raise ChangedError(href)
        if answer.status_code != MISSING:
            self._require(answer)

    def _ask(self, method: str, url: str, body: str, headers: dict[str, str]) -> Any:
        return self._session.request(method, url, data=body.encode(), headers=XML | headers, allow_redirects=False)

    def _tree(self, answer: Any) -> Any:
        if answer.status_code != MULTI:
            raise ServerError(f"{answer.status_code} {answer.reason}")
        if len(answer.content) > LARGEST:
            raise ServerError("the answer is larger than 20 MB")
        try:
            return ElementTree.fromstring(answer.content)
        except (ElementTree.ParseError, DefusedXmlException) as wrong:
            raise ServerError(f"the answer is no XML: {wrong}") from wrong

    def _require(self, answer: Any) -> None:
        if answer.status_code >= REFUSED:
            raise ServerError(f"{answer.status_code} {answer.reason}")

    def _href(self, response: Any) -> str:
        return unquote(urlsplit(response.findtext(f"{DAV}href", "")).path)
