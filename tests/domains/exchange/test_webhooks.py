"""Other systems are told of facts: signed, in order for each record, again until they hear."""

import base64
import hashlib
import hmac
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from setpoint.domains.customers.operations import parties
from setpoint.domains.exchange.models import Attempt, Delivery, DeliveryState, Silence
from setpoint.domains.exchange.operations import endpoints
from setpoint.domains.exchange.queries import due
from setpoint.domains.exchange.sending import deliver
from setpoint.domains.sales.operations import deals
from setpoint.journal.followers import catch_up
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.clock import machine_now
from setpoint.kernel.limits.operations import change
from setpoint.kernel.models import Job
from tests.web.conftest import a_deal


class Receiver:
    """Another system: keeps what it was sent, answers as it is told."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(receiver.answers.pop(0) if receiver.answers else 204)
                self.send_header("Location", "http://elsewhere.example")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def kinds(self) -> list[str]:
        return [json.loads(body)["type"] for _headers, body in self.heard]


@pytest.fixture
def receiver(settings):
    settings.OUTGOING_ALLOWED = ["127.0.0.1/32"]
    made = Receiver()
    yield made
    made.server.shutdown()


@pytest.fixture
def hook(cast, receiver):
    catch_up(["webhooks"])
    return endpoints.make(name="ERP", url=receiver.url, kinds=[], owner=cast.olga, by=SYSTEM)


def tell(hook) -> int:
    catch_up(["webhooks"])
    return deliver(hook, go_on=lambda _done: None)


def make_due(hook) -> None:
    hook.deliveries.update(due_at=machine_now())


def test_a_fact_arrives_signed(cast, hook, receiver):
    parties.change(cast.oak, {"sector": "Hotels"}, by=SYSTEM)

    assert tell(hook) == 1

    ((headers, body),) = receiver.heard
    assert json.loads(body)["changes"] == {"sector": ["", "Hotels"]}
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    mac = hmac.new(hook.secret.removeprefix("whsec_").encode(), signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(mac).decode()}"
    assert hook.deliveries.get().state == DeliveryState.DELIVERED


def test_only_facts_that_were_asked_for_are_sent(cast, hook, receiver):
    endpoints.change(hook, {"kinds": ["sales.deal_won"]}, by=SYSTEM)
    deal = a_deal(cast)
    deals.win(deal, by=SYSTEM)

    tell(hook)

    assert receiver.kinds() == ["sales.deal_won"]


def test_a_seller_is_not_told_of_deals_of_others(cast, receiver):
    catch_up(["webhooks"])
    hook = endpoints.make(name="Mine", url=receiver.url, kinds=["sales.deal_opened"], owner=cast.sara, by=SYSTEM)
    mine, _theirs = a_deal(cast), a_deal(cast, owner=cast.nora)

    tell(hook)

    assert [json.loads(body)["about"]["id"] for _headers, body in receiver.heard] == [mine.pk]


def test_a_repeat_keeps_its_identity(cast, hook, receiver):
    receiver.answers = [500]
    parties.change(cast.oak, {"sector": "Hotels"}, by=SYSTEM)
    tell(hook)
    waiting = hook.deliveries.get()
    assert (waiting.state, waiting.attempts) == (DeliveryState.WAITING, 1)
    assert waiting.due_at > machine_now()

    make_due(hook)
    tell(hook)

    first, second = (headers["webhook-id"] for headers, _body in receiver.heard)
    assert first == second
    assert list(Attempt.objects.values_list("status", flat=True)) == [500, 204]


def test_a_failing_delivery_holds_back_only_what_follows_it(cast, hook, receiver):
    receiver.answers = [500]
    for sector in ("Hotels", "Farms"):
        parties.change(cast.oak, {"sector": sector}, by=SYSTEM)
    parties.change(cast.ivan, {"sector": "Boats"}, by=SYSTEM)

    tell(hook)
    heard = [json.loads(body)["about"]["id"] for _headers, body in receiver.heard]
    make_due(hook)
    tell(hook)

    assert heard == [cast.oak.pk, cast.ivan.pk]
    sectors = [json.loads(body)["changes"].get("sector") for _headers, body in receiver.heard]
    assert sectors[2:] == [["", "Hotels"], ["Hotels", "Farms"]]


def test_a_dead_endpoint_goes_quiet_and_says_so(cast, hook, receiver):
    change({"webhook.attempts": 1, "webhook.patience": 2}, by=SYSTEM)
    catch_up(["webhooks"])
    hook.deliveries.all().delete()
    receiver.answers = [500, 500]
    for party in (cast.oak, cast.ivan):
        parties.change(party, {"sector": "Hotels"}, by=SYSTEM)
    tell(hook)
    parties.change(cast.oak, {"sector": "Farms"}, by=SYSTEM)
    tell(hook)

    assert len(receiver.heard) == 2
    assert Silence.objects.get(endpoint=hook).why == "500"

    endpoints.resume(hook, by=SYSTEM)
    tell(hook)
    assert len(receiver.heard) == 3


def test_a_private_address_is_refused(cast, settings, receiver):
    settings.OUTGOING_ALLOWED = []
    catch_up(["webhooks"])
    hook = endpoints.make(name="Inside", url=receiver.url, kinds=[], owner=cast.olga, by=SYSTEM)
    parties.change(cast.oak, {"sector": "Hotels"}, by=SYSTEM)

    tell(hook)

    assert receiver.heard == []
    assert hook.deliveries.get().state == DeliveryState.FAILED
    assert "is no public address" in Silence.objects.get(endpoint=hook).why


def test_a_redirect_is_not_followed(cast, hook, receiver):
    receiver.answers = [302]
    parties.change(cast.oak, {"sector": "Hotels"}, by=SYSTEM)

    tell(hook)

    assert (hook.deliveries.get().state, len(receiver.heard)) == (DeliveryState.WAITING, 1)


def test_what_a_dead_sender_had_in_hand_leaves_again(cast, hook, receiver):
    parties.change(cast.oak, {"sector": "Hotels"}, by=SYSTEM)
    catch_up(["webhooks"])
    hook.deliveries.update(state=DeliveryState.SENDING, due_at=machine_now() + timedelta(minutes=1))
    assert list(due(hook.pk)) == []

    make_due(hook)
    tell(hook)

    assert len(receiver.heard) == 1


def test_a_delivery_is_sent_again_by_hand_under_its_identity(cast, hook, receiver):
    parties.change(cast.oak, {"sector": "Hotels"}, by=SYSTEM)
    tell(hook)

    endpoints.redeliver(Delivery.objects.get(), by=SYSTEM)
    tell(hook)

    assert len({headers["webhook-id"] for headers, _body in receiver.heard}) == 1
    assert len(receiver.heard) == 2


def test_the_follower_asks_for_a_job(cast, hook):
    parties.change(cast.oak, {"sector": "Hotels"}, by=SYSTEM)

    catch_up(["webhooks"])

    assert Job.objects.filter(name="exchange.deliver").get().payload == {"endpoint": hook.pk}
