"""A device that knows CardDAV: what it asks, in the words of the standard, and what it is told."""

import base64
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from defusedxml.ElementTree import fromstring
from django.test import Client

from setpoint.kernel import tokens
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.clock import machine_now
from setpoint.kernel.models import User

D, C = "{DAV:}", "{urn:ietf:params:xml:ns:carddav}"
SCOPES = ("customers.party:*",)


@dataclass
class Told:
    """An answer of several addresses: address → properties that it has (name → text), or its bare status."""

    of: dict[str, Any]
    token: str = ""


class Device:
    """Signed in as somebody, with a password made for it."""

    def __init__(self, user: User, scopes: tuple[str, ...] = SCOPES) -> None:
        tomorrow = machine_now() + timedelta(days=1)
        _row, self.password = tokens.make(user, name="Phone", scopes=scopes, expires_at=tomorrow, by=SYSTEM)
        self.user = user
        given = base64.b64encode(f"{user.email}:{self.password}".encode()).decode()
        self.client = Client(headers={"authorization": f"Basic {given}"})
        self.book = f"/dav/{user.pk}/contacts/"

    def ask(self, method: str, address: str, body: str = "", **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(method, address, body, content_type="application/xml", headers=named)

    def properties(self, address: str, *names: str, depth: str = "0") -> dict[str, dict[str, str]]:
        asked = "".join(f"<{name}/>" for name in names)
        body = f'<propfind xmlns="DAV:" xmlns:c="{C[1:-1]}"><prop>{asked}</prop></propfind>'
        return told(self.ask("PROPFIND", address, body, depth=depth)).of

    def etags(self) -> dict[str, str]:
        of = self.properties(self.book, "getetag", depth="1")
        return {address: there["getetag"] for address, there in of.items() if "getetag" in there}

    def put(self, name: str, text: str, **headers: str) -> Any:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        return self.client.generic("PUT", self.book + name, text, content_type="text/vcard", headers=named)

    def get(self, name: str) -> Any:
        return self.client.get(self.book + name)

    def sync(self, token: str = "", body: str = "<d:prop><d:getetag/></d:prop>") -> Any:
        asked = f"<d:sync-token>{token}</d:sync-token><d:sync-level>1</d:sync-level>{body}"
        return self.ask("REPORT", self.book, f'<d:sync-collection xmlns:d="DAV:">{asked}</d:sync-collection>')

    def report(self, body: str) -> Told:
        return told(self.ask("REPORT", self.book, body, depth="1"))


def told(response: Any) -> Told:
    """Read a multistatus."""
    assert response.status_code == 207, (response.status_code, response.content)
    root = fromstring(response.content)
    of: dict[str, Any] = {}
    for one in root.findall(f"{D}response"):
        href, status = one.findtext(f"{D}href"), one.findtext(f"{D}status")
        there = {}
        for stat in one.findall(f"{D}propstat"):
            if " 200 " in stat.findtext(f"{D}status"):
                there |= {prop.tag.rpartition("}")[2]: _value(prop) for prop in stat.find(f"{D}prop")}
        of[href] = int(status.split()[1]) if status else there
    return Told(of, root.findtext(f"{D}sync-token") or "")


def _value(prop: Any) -> str:
    within = [one.text or one.tag.rpartition("}")[2] for one in prop]
    return " ".join(within) or prop.text or ""
