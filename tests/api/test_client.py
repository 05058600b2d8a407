"""The typed client: generated from the schema of now, it works against a running server."""

import sys
from datetime import timedelta
from importlib import import_module

import httpx
import pytest

from scripts.client import generate
from setpoint.domains.customers.models import Party
from setpoint.journal.models import Fact
from setpoint.kernel import tokens
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.clock import machine_now
from setpoint.kernel.limits.of_tokens import COUNTER


@pytest.fixture
def package(site, tmp_path, monkeypatch):
    """Return a way to the modules of the client, generated from the schema that the server tells."""
    generate(httpx.get(f"{site}/api/v1/openapi.json", timeout=120).content, tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield lambda name: import_module(f"setpoint_client{name}")
    for name in [each for each in sys.modules if each.startswith("setpoint_client")]:
        del sys.modules[name]


@pytest.mark.long
def test_the_client_of_the_schema_makes_reads_and_is_refused(site, company, package):
    COUNTER.clear()
    tomorrow = machine_now() + timedelta(days=1)
    _row, secret = tokens.make(company.olga, name="Client", scopes=["*:*"], expires_at=tomorrow, by=SYSTEM)
    models, connected = package(".models"), package("").AuthenticatedClient(site, token=secret)

    body = models.CustomerIn(kind=models.CustomerInKind.PERSON, name="Anna Ash")
    made = package(".api.customers.create_customers").sync(client=connected, body=body)
    note = models.WriteCustomerNoteIn(text="Likes oak.")
    told = package(".api.customers.write_customer_note").sync(made.id, client=connected, body=note)
    read = package(".api.customers.get_customers").sync(made.id, client=connected)
    wrong = models.CustomerIn(kind=models.CustomerInKind.PERSON, name="B", email="nothing")
    refused = package(".api.customers.create_customers").sync(client=connected, body=wrong)

    assert Party.objects.get(pk=made.id).name == "Anna Ash"
    assert Fact.objects.get(pk=told.result).kind == "customers.noted"
    assert (read.id, read.name) == (made.id, "Anna Ash")
    assert (refused.status, refused.errors[0].path) == (422, "body.email")
