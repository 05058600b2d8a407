"""The ASGI application: one stream of server-sent events per browser."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from time import monotonic
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections
from django.http.request import split_domain_port, validate_host
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from setpoint.kernel.actors import Actor
from setpoint.platform.live.hub import HUB
from setpoint.platform.live.reading import EVERYTHING, is_lost, latest, since, told_to
from setpoint.platform.live.tokens import bearer

ALIVE_SECONDS = 15.0
# a session that is revoked is heard of no longer than a minute
VALID_SECONDS = 30.0
P = ParamSpec("P")
T = TypeVar("T")


async def health(_request: Request) -> Response:
    """Say that we are there."""
    return PlainTextResponse("ok")


async def events(request: Request) -> Response:
    """Stream what changes to the bearer of the token; 403 without a valid one."""
    actor = await _asked(bearer, request.query_params.get("token", ""))
    if actor is None:
        return PlainTextResponse("403", status_code=403, headers=_allowing(request))
    token = request.query_params["token"]
    missed_from = request.headers.get("last-event-id", "")
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", **_allowing(request)}
    return StreamingResponse(
        _lines(actor, token, int(missed_from) if missed_from.isdecimal() else None),
        media_type="text/event-stream",
        headers=headers,
    )


async def _lines(actor: Actor, token: str, missed_from: int | None) -> AsyncIterator[str]:
    """Yield what happens until the pass is worth nothing any more: its person gone, its session ended."""
    asked = monotonic()
    with HUB.listening(actor, last=await _asked(latest)) as listener:
        yield "retry: 1000\n\n"
        if missed_from is not None:
            batch = await _asked(since, missed_from)
            if await _asked(is_lost, missed_from):
                # events are kept for minutes: whoever was away longer looks at everything anew
                yield _event(batch.last, [EVERYTHING])
            elif told := await _asked(told_to, actor, batch):
                yield _event(batch.last, told)
        while True:
            if monotonic() - asked > VALID_SECONDS:
                if await _asked(bearer, token, however_old=True) is None:
                    return
                asked = monotonic()
            try:
                number, told = await asyncio.wait_for(listener.queue.get(), ALIVE_SECONDS)
            except TimeoutError:
                yield ": alive\n\n"
            else:
                yield _event(number, told)


async def _asked(question: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """Ask the database in a thread; a connection that broke since it was last used is made anew."""

    def ask() -> T:
        close_old_connections()
        return question(*args, **named)

    return await sync_to_async(ask)()


def _event(number: int, told: list[str]) -> str:
    return f"id: {number}\nevent: changed\ndata: {json.dumps(told)}\n\n"


def _allowing(request: Request) -> dict[str, str]:
    """Let pages of our own hosts listen from another port."""
    origin = request.headers.get("origin", "")
    domain, _port = split_domain_port(urlsplit(origin).netloc)
    if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
        return {}
    return {"Access-Control-Allow-Origin": origin, "Vary": "Origin"}


application = Starlette(routes=[Route("/live/health", health), Route("/live/events", events)])
