"""A push service run locally, and a browser behind it: what a real one does with RFC 8030, 8291 and 8292.

It is no push service of a browser maker: those are reached over the internet, which tests have not.
"""

import json
import secrets
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02


def _text(octets: bytes) -> str:
    return urlsafe_b64encode(octets).rstrip(b"=").decode()


def _octets(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class PushService:
    """What came in: `shown` are notices by tag, as a browser would show them; `received` counts messages."""

    address: str = ""
    status: int = 201
    received: int = 0
    shown: dict[str, dict[str, str]] = field(default_factory=dict)
    headers: list[dict[str, str]] = field(default_factory=list)
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    def subscription(self) -> dict[str, str]:
        """Return what a browser sends to its site: an address of its own, and keys to write to it."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": f"{self.address}/push/1", "p256dh": _text(point), "auth": _text(self.auth)}

    def take(self, headers: dict[str, str], body: bytes) -> int:
        """Take a message in as a service and a browser would; 4xx where they would."""
        self.received += 1
        self.headers.append(headers)
        scheme, _sign, parameters = headers["Authorization"].partition(" ")
        given = dict(part.strip().split("=", 1) for part in parameters.split(","))
        signed, _dot, _signature = given["t"].rpartition(".")
        claims = json.loads(_octets(signed.split(".")[1]))
        if scheme != "vapid" or claims["aud"] != self.address or not Vapid02.verify(headers["Authorization"]):
            return 403
        told = http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth, version="aes128gcm")
        if self.status < 400:
            message = json.loads(told)
            self.shown[message["tag"]] = message
        return self.status


@contextmanager
def push_service() -> Iterator[PushService]:
    """Run it for a while."""
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(service.take(dict(self.headers.items()), body))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
