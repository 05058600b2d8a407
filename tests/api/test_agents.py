"""Agents: the SDK's own client against our tools; rights, dry runs, a limit on changes, a fact for every call."""

from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from mcp import Client

from setpoint.api.mcp.server import server
from setpoint.api.mcp.session import Session
from setpoint.domains.customers.models import Party
from setpoint.journal.models import Fact
from setpoint.kernel import tokens
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.clock import machine_now
from setpoint.kernel.limits.of_tokens import COUNTER
from setpoint.kernel.limits.operations import change
from setpoint.loop.act.models import Correction
from tests.loop.bench import REASSIGN
from tests.web.conftest import a_deal


class Agent:
    """Calls tools as an agent does."""

    def __init__(self, user: Any, *scopes: str) -> None:
        COUNTER.clear()
        tomorrow = machine_now() + timedelta(days=1)
        wanted = scopes or ("*:*",)
        _row, token = tokens.make(user, name="Agent", scopes=wanted, expires_at=tomorrow, by=SYSTEM)
        session = Session(token)
        self.server = server(lambda _context: session)

    def tools(self) -> dict[str, Any]:
        async def ask() -> Any:
            async with Client(self.server) as client:
                return await client.list_tools()

        return {tool.name: tool for tool in async_to_sync(ask)().tools}

    def __call__(self, name: str, **arguments: Any) -> Any:
        async def ask() -> Any:
            async with Client(self.server) as client:
                return await client.call_tool(name, arguments)

        return async_to_sync(ask)()


def made(name: str) -> dict[str, Any]:
    return {"op": "create", "values": {"kind": "person", "name": name}}


def calls() -> list[tuple[str, str]]:
    told = Fact.objects.filter(kind="exchange.agent_called").order_by("pk")
    return [(fact.data["tool"], fact.data["outcome"]) for fact in told]


def test_tools_say_what_they_take_and_whether_they_change(cast):
    tools = Agent(cast.olga).tools()

    assert {"find", "describe", "list_records", "change_records", "goals_at_risk", "apply_correction"} <= tools.keys()
    assert tools["find"].annotations.read_only_hint
    assert not tools["change_records"].annotations.read_only_hint
    assert "dry_run" in tools["change_records"].input_schema["properties"]


def test_a_record_is_listed_and_read(cast):
    deal = a_deal(cast)
    agent = Agent(cast.olga)

    listed = agent("list_records", resource="deals", fields="name").structured_content
    read = agent("get_record", resource="deals", id=deal.pk, fields="name").structured_content

    assert listed["items"] == [{"id": deal.pk, "name": deal.name}]
    assert read == {"id": deal.pk, "name": deal.name}


def test_an_agent_sees_no_more_than_its_token(cast):
    a_deal(cast)
    agent = Agent(cast.olga, "customers.party:see")

    assert agent("list_records", resource="deals").structured_content["items"] == []
    refused = agent("change_records", resource="customers", rows=[made("Anna")])
    assert refused.is_error
    assert Party.objects.count() == 2


def test_a_dry_run_says_what_would_be_and_changes_nothing(cast):
    told = Agent(cast.olga)("change_records", resource="customers", rows=[made("Anna")], dry_run=True)

    assert told.structured_content["records"][0]["name"] == "Anna"
    assert told.structured_content["dry_run"] is True
    assert Party.objects.count() == 2
    assert calls() == [("change_records", "tried only, nothing changed")]


def test_one_session_changes_no_more_than_the_limit(cast):
    change({"agent.changes": 1}, by=SYSTEM)
    agent = Agent(cast.olga)

    first = agent("change_records", resource="customers", rows=[made("Anna")])
    second = agent("change_records", resource="customers", rows=[made("Bella")])

    assert (first.is_error, second.is_error, Party.objects.count()) == (False, True, 3)
    assert second.content[0].text.startswith("One session may change 1 records; 1 are changed.")


def test_a_wrong_call_names_what_is_wrong(cast):
    agent = Agent(cast.olga)

    assert agent("list_records", resource="gardens").content[0].text.startswith("arguments.resource: There is no")
    assert "text" in agent("find").content[0].text
    assert agent("destroy").content[0].text == "There is no tool “destroy”."


def test_a_revoked_token_calls_nothing(cast):
    agent = Agent(cast.olga)
    tokens.revoke(tokens.tokens_of(cast.olga).get(), by=SYSTEM)

    assert agent("find", text="Ivan").is_error


@pytest.mark.parametrize("tool", ["goals_at_risk", "what_would_you_correct", "what_did_corrections_do"])
def test_the_loop_is_asked(bench, tool):
    bench.propose(REASSIGN)

    assert not Agent(bench.cast.henry)(tool).is_error


def test_what_waits_is_explained_and_applied(bench):
    waits = bench.propose(REASSIGN)
    agent = Agent(bench.cast.henry)

    (told,) = agent("what_would_you_correct").structured_content["corrections"]
    tried = agent("apply_correction", correction=waits.pk, dry_run=True).structured_content
    state = Correction.objects.get(pk=waits.pk).state
    agent("apply_correction", correction=waits.pk)

    assert (told["id"], bool(told["explanation"])) == (waits.pk, True)
    assert (tried["state"], state, Correction.objects.get(pk=waits.pk).state) == ("executed", "proposed", "executed")


def test_what_pages_do_beyond_changing_records_is_an_action(cast):
    agent = Agent(cast.olga)

    found = agent("actions", word="customers/{party}/notes").structured_content["actions"]
    takes = agent("actions", word="write_customer_note").structured_content["takes"]["required"]
    asked = {"action": "write_customer_note", "arguments": {"party": cast.ivan.pk, "text": "Likes oak."}}
    agent("act", **asked, dry_run=True)
    tried = Fact.objects.filter(kind="customers.noted").count()
    agent("act", **asked)

    assert [one["action"] for one in found] == ["write_customer_note", "take_back_customer_note"]
    assert (takes, tried, Fact.objects.filter(kind="customers.noted").count()) == (["party", "text"], 0, 1)
    assert calls() == [
        ("actions", "done"),
        ("actions", "done"),
        ("act", "tried only, nothing changed"),
        ("act", "done"),
    ]


def test_an_action_on_a_record_out_of_sight_says_so(cast):
    refused = Agent(cast.sara)("act", action="resume_deal", arguments={"deal": 999_999})

    assert refused.is_error
    assert refused.content[0].text == "arguments.arguments: There is no such record, or you do not see it."
