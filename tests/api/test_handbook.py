"""Every request that the handbook shows is answered as a success."""

import json
import re

import pytest
from django.test import Client

from tests.groups import ROOT
from tests.web.conftest import a_deal

BLOCK = re.compile(r"```http\n(.*?)```", re.DOTALL)
REQUEST = re.compile(r"^(GET|POST|PATCH|DELETE) (\S+)$", re.MULTILINE)


def requests(language: str) -> list[tuple[str, str, dict[str, str], str]]:
    """Return (method, address, headers, body) of every request shown."""
    found = []
    for block in BLOCK.findall((ROOT / "docs/handbook" / language / "api.md").read_text(encoding="utf-8")):
        head, _gap, body = block.partition("\n\n")
        headers = dict(line.split(": ", 1) for line in head.splitlines() if re.match(r"[A-Z][\w-]+: ", line))
        found += [(method, address, headers, body.strip()) for method, address in REQUEST.findall(head)]
    return found


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_example_works(cast, olgas, language):
    deal = a_deal(cast, customer=cast.ivan)
    names = {"{customer}": str(cast.ivan.pk), "{deal}": str(deal.pk)}
    shown = requests(language)
    assert len(shown) > 10

    answers = []
    for method, address, headers, body in shown:
        for name, value in names.items():
            address = address.replace(name, value)  # noqa: PLW2901 - filled in
        given = {key.lower().replace("-", "_"): value for key, value in headers.items() if key != "Authorization"}
        path = address.removeprefix("/api/v1")
        answer = olgas(method, path, json.loads(body) if body else None, **given)
        answers.append((method, address, answer.status_code))

    assert [one for one in answers if one[2] not in {200, 201}] == []


def test_the_schema_is_where_the_handbook_says(cast):
    assert Client().get("/api/v1/openapi.json").status_code == 200
