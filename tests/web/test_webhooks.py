"""Settings → Webhooks: make one, read what it was told, let a quiet one speak again."""

import pytest

from setpoint.domains.customers.operations import parties
from setpoint.domains.exchange.models import Delivery, Endpoint, Silence
from setpoint.domains.exchange.operations import endpoints
from setpoint.journal.followers import catch_up
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.clock import machine_now

FORM = {"name": "ERP", "url": "https://erp.example/hook", "kinds": ["sales.deal_won"]}


@pytest.fixture
def olga(cast, client):
    client.force_login(cast.olga)
    return client


@pytest.fixture
def hook(cast):
    return endpoints.make(**FORM | {"kinds": []}, owner=cast.olga, by=SYSTEM)


def test_one_is_made(cast, olga):
    olga.post("/settings/webhooks", FORM)

    made = Endpoint.objects.get()
    assert (made.name, made.url, made.kinds, made.owner) == ("ERP", FORM["url"], ["sales.deal_won"], cast.olga)
    assert made.secret.encode() in olga.get(f"/settings/webhooks/{made.pk}").content


@pytest.mark.parametrize("url", ["", "ftp://erp.example", "https://user:word@erp.example", "erp"])
def test_a_wrong_address_is_told_at_its_field(cast, olga, url):
    answer = olga.post("/settings/webhooks", FORM | {"url": url})

    assert (answer.status_code, Endpoint.objects.count()) == (422, 0)
    assert b"invalid-feedback" in answer.content


def test_a_delivery_shows_what_is_sent(cast, olga, hook):
    catch_up(["webhooks"])
    parties.change(cast.oak, {"sector": "Hotels"}, by=SYSTEM)
    catch_up(["webhooks"])

    page = olga.get(f"/settings/deliveries/{Delivery.objects.latest('pk').pk}").content.decode()

    assert "&quot;sector&quot;: [" in page


def test_a_quiet_one_is_let_speak_again(cast, olga, hook):
    Silence.objects.create(endpoint=hook, why="500", since=machine_now())
    assert b"Quiet since" in olga.get(f"/settings/webhooks/{hook.pk}").content

    olga.post(f"/settings/webhooks/{hook.pk}/voice")

    assert not Silence.objects.exists()


def test_a_removed_one_is_told_of_nothing(cast, olga, hook):
    olga.post(f"/settings/webhooks/{hook.pk}", {"_method": "DELETE"})
    before = Delivery.objects.count()

    parties.change(cast.oak, {"sector": "Hotels"}, by=SYSTEM)
    catch_up(["webhooks"])

    assert Delivery.objects.count() == before
    assert olga.get(f"/settings/webhooks/{hook.pk}").status_code == 404
