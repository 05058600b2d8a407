"""Whatever a program sends, the API answers within its schema, and never breaks."""

from datetime import timedelta

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS, load_all_checks

from setpoint.kernel import tokens
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.clock import machine_now
from setpoint.kernel.limits.operations import change
from tests.web.conftest import a_deal

load_all_checks()
PROMISED = CHECKS.get_by_names(
    ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"]
)


@pytest.fixture
def token(company):
    """Return a token of the owner, who may ask as often as he likes."""
    a_deal(company, customer=company.ivan)
    change({"rate.token": 1_000_000}, by=SYSTEM)
    tomorrow = machine_now() + timedelta(days=1)
    _row, secret = tokens.make(company.olga, name="Fuzz", scopes=["*:*"], expires_at=tomorrow, by=SYSTEM)
    return secret


@pytest.mark.long
def test_no_request_breaks_the_api(site, token):
    headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
    asked = []
    schema = httpx.get(f"{site}/api/v1/openapi.json", headers=headers, timeout=120).json()
    for found in schemathesis.openapi.from_dict(schema).get_all_operations():
        operation = found.ok()

        @given(case=operation.as_strategy())
        # the same questions each time: what one run has found, the next finds again
        @settings(max_examples=8, derandomize=True, suppress_health_check=list(HealthCheck))
        def ask(case):
            case.call_and_validate(base_url=site, headers=headers, checks=PROMISED)

        ask()
        asked.append(operation.label)
    assert len(asked) > 20
