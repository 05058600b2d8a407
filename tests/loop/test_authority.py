"""How far a lever may go: in the company, and less far in a team that says so."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from setpoint.journal.models import Fact
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Team
from setpoint.loop.act.levers import LEVERS, Authority
from setpoint.loop.act.models import Assignment, State, TeamAuthority
from setpoint.loop.act.operations import execution, levers
from tests.loop.bench import ORDER, REASSIGN, Bench


def told() -> list[tuple[str, str, dict]]:
    facts = Fact.objects.filter(kind="act.team_lever_set").order_by("pk")
    return [(fact.actor_label, fact.data["authority"], fact.changes) for fact in facts]


def test_a_lever_that_acts_alone_only_advises_where_a_team_wants_it_so(bench: Bench) -> None:
    levers.set_team_authority(ORDER, bench.cast.north, Authority.ADVISES, by=bench.olga)
    row = bench.propose(ORDER)
    assert row.authority == Authority.ADVISES
    assert execution.act_alone([row]) == []
    with pytest.raises(ValidationError, match="only advises"):
        execution.apply(row, by=bench.henry)
    row.refresh_from_db()
    assert (row.state, Assignment.objects.count()) == (State.PROPOSED, 0)


def test_it_asks_where_a_team_wants_to_be_asked(bench: Bench) -> None:
    levers.set_team_authority(ORDER, bench.cast.north, Authority.ASKS, by=bench.olga)
    row = bench.propose(ORDER)
    assert execution.act_alone([row]) == []
    assert execution.apply(row, by=bench.henry).state == State.EXECUTED


def test_a_team_answers_for_the_teams_below_it(bench: Bench) -> None:
    sales = Team.objects.get(pk=bench.cast.north.parent_id)
    levers.set_team_authority(ORDER, sales, Authority.ADVISES, by=bench.henry)
    assert bench.propose(ORDER).authority == Authority.ADVISES


def test_a_team_that_the_correction_does_not_touch_has_no_say(bench: Bench) -> None:
    other = Team.objects.create(name="West", parent=bench.cast.north.parent)
    levers.set_team_authority(ORDER, other, Authority.ADVISES, by=bench.olga)
    assert bench.propose(ORDER).authority == Authority.ACTS


def test_a_team_lowers_and_never_raises(bench: Bench) -> None:
    levers.set_authority(REASSIGN, Authority.ADVISES, by=bench.olga)
    levers.set_team_authority(REASSIGN, bench.cast.north, Authority.ASKS, by=bench.olga)
    assert bench.propose(REASSIGN).authority == Authority.ADVISES


def test_lowering_after_the_proposal_stops_it_too(bench: Bench) -> None:
    row, before = bench.propose(REASSIGN), bench.owners()
    levers.set_team_authority(REASSIGN, bench.cast.north, Authority.ADVISES, by=bench.henry)
    with pytest.raises(ValidationError, match="only advises"):
        execution.apply(row, by=bench.henry)
    assert bench.owners() == before


def test_every_change_is_a_fact_with_old_and_new(bench: Bench) -> None:
    for authority in (Authority.ADVISES, Authority.ADVISES, None):
        levers.set_team_authority(ORDER, bench.cast.north, authority, by=bench.henry)
    assert told() == [
        ("Henry Hale", "only advises", {"authority": [None, "R"]}),
        ("Henry Hale", "acts alone", {"authority": ["R", None]}),
    ]
    assert TeamAuthority.objects.count() == 0


@pytest.mark.parametrize("who", ["sara", "mia", "stan"])
def test_who_heads_no_team_lowers_nothing(bench: Bench, who: str) -> None:
    by = Actor.of(getattr(bench.cast, who))
    with pytest.raises(PermissionDenied):
        levers.set_team_authority(ORDER, bench.cast.north, Authority.ADVISES, by=by)
    assert (told(), TeamAuthority.objects.count()) == ([], 0)


def test_the_page_of_levers_lets_the_owner_set_all_and_the_head_his_teams(bench: Bench, client: Client) -> None:
    client.force_login(bench.cast.olga)
    client.post(f"/settings/levers/{ORDER}", {"authority": "Q"})
    client.post(f"/settings/levers/{REASSIGN}", {"on": "0"})
    page = client.get("/settings/levers").content.decode()
    assert page.count("Switch off") == len(LEVERS) - 1
    assert page.count("Switch on") == 1

    client.force_login(bench.cast.henry)
    client.post(f"/settings/levers/{ORDER}", {"authority": "R", "team": bench.cast.north.pk})
    assert TeamAuthority.objects.get().authority == "R"
    page = client.get("/settings/levers").content.decode()
    assert "Switch o" not in page
    assert "Tidewater Sheds: asks approval" in page
    assert client.post(f"/settings/levers/{ORDER}", {"authority": "A"}).status_code == 403

    client.force_login(bench.cast.sara)
    assert client.get("/settings/levers").status_code == 403


def test_one_week_of_lists_at_a_time_for_all(bench: Bench) -> None:
    (done,) = execution.act_alone([bench.propose(ORDER)])
    from setpoint.loop.act.queries import held, settings_now, terms  # noqa: PLC0415 - as the turn of the next day

    taken = held(done.executed_at)
    # one seller's week is over early: he waits for the others
    path = "kernel.user.work_list"
    early = {path: frozenset(sorted(taken[path])[1:])}
    propose = LEVERS[ORDER].propose
    assert len(taken[path]) > len(early[path]) > 0
    assert propose(bench.situation, terms(settings_now()[ORDER], early), seed=7) == []
    assert len(propose(bench.situation, terms(settings_now()[ORDER]), seed=7)) == 1
