"""What every lever must satisfy, with a lever of another shape that only tests know."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import orjson
import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from setpoint.domains.activities.models import Activity
from setpoint.domains.sales.models import Cadence, Escalation, Lead, RoutingSeat, WorkListPosition
from setpoint.domains.sales.operations.lead_words import policy_now
from setpoint.journal.models import Fact
from setpoint.kernel.models import Team
from setpoint.loop.act.levers import LEVERS, Authority, Lever, Terms
from setpoint.loop.act.models import Arm, Assignment, Correction, DeclineReason, ParameterLease, State
from setpoint.loop.act.operations import corrections, execution, levers
from setpoint.loop.act.proposal import Proposal
from setpoint.loop.act.queries import applied, defaults, explanations, settings_now, terms
from setpoint.loop.plan.models import Goal, PlanVersion
from tests.cast import Cast
from tests.loop.bench import Bench
from tests.loop.region_lever import RenameRegion
from tests.loop.situations import a_situation

KEYS = [*sorted(LEVERS), RenameRegion.key]


@pytest.fixture(autouse=True)
def test_lever() -> Iterator[None]:
    LEVERS[RenameRegion.key] = RenameRegion()
    yield
    del LEVERS[RenameRegion.key]


def lever_and_terms(key: str) -> tuple[Lever, Terms]:
    return LEVERS[key], terms(defaults(LEVERS[key]))


def world(cast: Cast) -> dict[str, object]:
    """Return everything that a lever can write."""
    newest = PlanVersion.objects.order_by("-number").first()
    return {
        "owners": sorted(cast.pipeline.deals.values_list("pk", "owner")),
        "lists": list(WorkListPosition.objects.order_by("deal").values("deal", "score", "inputs", "correction_id")),
        "targets": sorted(Goal.objects.filter(version=newest).values_list("scope_kind", "scope_id", "target")),
        "leads": sorted(Lead.objects.values_list("pk", "owner", "nurture__until")),
        "weights": sorted(RoutingSeat.objects.values_list("user", "weight")),
        "cadences": sorted(Cadence.objects.values_list("deal", "days")),
        "escalations": sorted(Escalation.objects.values_list("deal", flat=True)),
        "calls": sorted(Activity.objects.open().values_list("about_id", "due_at")),
        "cut_off": policy_now().cut_off,
        "regions": sorted(Team.objects.values_list("pk", "region")),
    }


def approved(bench: Bench, key: str) -> Correction:
    return execution.approve(bench.propose(key), by=bench.olga)


@pytest.mark.parametrize("key", KEYS)
def test_it_describes_itself(key: str) -> None:
    lever = LEVERS[key]
    assert lever.writes.rpartition(".")[0] == lever.unit_kind
    assert lever.window > 0
    assert lever.first_dose > 0
    assert 0 <= lever.hold_share < 1
    assert lever.authority in Authority
    assert all(str(text) for text in (lever.name, lever.what, lever.metric))


@pytest.mark.parametrize("key", KEYS)
def test_proposing_is_pure_and_repeatable(db: None, key: str, django_assert_num_queries) -> None:
    lever, given_terms = lever_and_terms(key)
    with django_assert_num_queries(0):
        first = lever.propose(a_situation(), given_terms, seed=5)
        second = lever.propose(a_situation(), given_terms, seed=5)
    assert first != []
    assert [p.to_json() for p in first] == [p.to_json() for p in second]


@pytest.mark.parametrize("key", KEYS)
def test_a_proposal_survives_json(key: str) -> None:
    lever, given_terms = lever_and_terms(key)
    for proposal in lever.propose(a_situation(), given_terms, seed=5):
        data = orjson.loads(orjson.dumps(proposal.to_json()))
        assert Proposal.from_json(data).to_json() == proposal.to_json()


@pytest.mark.parametrize("key", KEYS)
def test_without_a_case_nothing_is_proposed(key: str) -> None:
    lever, given_terms = lever_and_terms(key)
    assert lever.propose(a_situation(cases=()), given_terms, seed=5) == []


@pytest.mark.parametrize("key", KEYS)
@given(dose=st.integers(1, 30))
def test_it_never_takes_more_units_than_its_dose_or_what_is_held(key: str, dose: int) -> None:
    if key == RenameRegion.key:
        LEVERS[key] = RenameRegion()
    lever, given_terms = lever_and_terms(key)
    if lever.can_randomise:
        for proposal in lever.propose(a_situation(), replace(given_terms, dose=dose), seed=5):
            assert len(proposal.units) <= dose
    for proposal in lever.propose(a_situation(), given_terms, seed=5):
        held = {lever.writes: frozenset(proposal.units[:1].tolist())}
        for other in lever.propose(a_situation(), replace(given_terms, held=held), seed=5):
            assert not set(other.units.tolist()) & held[lever.writes]


@pytest.mark.parametrize("key", KEYS)
@given(seed=st.integers(0, 2**31), share=st.sampled_from([0.2, 0.3]))
def test_the_comparison_depends_on_the_seed_and_not_on_the_order_of_units(key: str, seed: int, share: float) -> None:
    if key == RenameRegion.key:
        LEVERS[key] = RenameRegion()
    lever, given_terms = lever_and_terms(key)
    (proposal, *_) = lever.propose(a_situation(), given_terms, seed=5)
    held = dict(zip(proposal.units.tolist(), lever.hold_out(proposal, 12, share, seed=seed), strict=True))
    again = lever.hold_out(proposal, 12, share, seed=seed)
    assert list(held.values()) == again
    if lever.can_randomise and key != RenameRegion.key and len(held) >= 10:
        assert abs(sum(again) - share * len(held)) < 1


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_it_explains_itself_in_both_languages(bench: Bench, key: str, language: str) -> None:
    row = bench.propose(key)
    with override(language):
        words = explanations([row])[row.pk]
    assert len(words) > 40
    assert "{" not in words
    assert "?" not in words


@pytest.mark.parametrize("key", KEYS)
def test_nothing_is_executed_without_a_stored_assignment(bench: Bench, key: str) -> None:
    row, before = bench.propose(key), world(bench.cast)
    Correction.objects.update(state=State.APPROVED)
    facts = Fact.objects.count()
    with pytest.raises(ValidationError):
        execution.execute(row, by=bench.olga)
    assert (world(bench.cast), Fact.objects.count()) == (before, facts)


@pytest.mark.parametrize("key", KEYS)
def test_undo_restores_everything(bench: Bench, key: str) -> None:
    before = world(bench.cast)
    row = execution.execute(approved(bench, key), by=bench.olga)
    treated = Assignment.objects.filter(arm=Arm.TREAT).exists()
    assert (world(bench.cast) != before) is treated
    execution.undo(row, by=bench.olga)
    assert world(bench.cast) == before
    assert not ParameterLease.objects.exists()


@pytest.mark.parametrize("key", KEYS)
def test_declining_leaves_everything_as_it_was(bench: Bench, key: str) -> None:
    before = world(bench.cast)
    corrections.decline(bench.propose(key), reason=DeclineReason.NOT_FAIR, by=bench.olga)
    assert world(bench.cast) == before
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("key", KEYS)
def test_a_unit_under_a_lease_is_refused(bench: Bench, key: str) -> None:
    wide = {"share_of_book": 1.0, "changes_per_person_week": 9.0}
    levers.set_limits(key, {name: wide[name] for name in wide.keys() & LEVERS[key].limits.keys()}, by=bench.olga)
    first = execution.execute(approved(bench, key), by=bench.olga)
    other = Correction.objects.create(
        **{
            field.name: getattr(first, field.name)
            for field in Correction._meta.fields
            if field.name not in {"id", "state", "undo_record"}
        },
        state=State.PROPOSED,
    )
    before, facts = world(bench.cast), Fact.objects.count()
    with pytest.raises(ValidationError, match="Another correction"):
        execution.apply(other, by=bench.olga)
    assert (world(bench.cast), Fact.objects.count()) == (before, facts)


@pytest.mark.parametrize("key", KEYS)
def test_a_lever_that_only_advises_executes_nothing(bench: Bench, key: str) -> None:
    row, before = bench.propose(key), world(bench.cast)
    levers.set_authority(key, Authority.ADVISES, by=bench.olga)
    with pytest.raises(ValidationError, match="only advises"):
        execution.apply(row, by=bench.olga)
    assert world(bench.cast) == before


@pytest.mark.parametrize("key", KEYS)
def test_the_units_tell_what_became_of_them(bench: Bench, key: str) -> None:
    lever = LEVERS[key]
    if not lever.can_randomise:
        return
    row = execution.execute(approved(bench, key), by=bench.olga)
    units = np.array(row.proposal["units"], dtype=np.int64)
    outcomes = lever.outcomes(applied(row), units)
    assert outcomes.y.shape == outcomes.weight.shape == units.shape


def test_settings_of_every_lever_are_known(db: None) -> None:
    assert sorted(settings_now()) == sorted(LEVERS)
