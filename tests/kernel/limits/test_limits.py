"""Limits are numbers that code declares and an administrator changes, with a fact; everybody heeds them at once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from setpoint.journal.models import Fact
from setpoint.kernel import tokens
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import machine_now
from setpoint.kernel.limits import of_tokens
from setpoint.kernel.limits.declared import LIMITS
from setpoint.kernel.limits.models import Limit
from setpoint.kernel.limits.of_tokens import TOKEN, TooOftenError, admitted
from setpoint.kernel.limits.operations import change
from setpoint.kernel.limits.reading import all_now, most_of, rate_of
from setpoint.platform.uploads.door import DOCUMENT
from setpoint.web.shell.rates import RATES
from tests.cast import Cast
from tests.web.conftest import signed_in


def test_until_somebody_changes_them_they_are_as_declared(cast: Cast) -> None:
    assert (most_of(DOCUMENT), rate_of(TOKEN), Limit.objects.count()) == (25, (600, 60), 0)
    assert {f"rate.{method} {view}" for method, view in RATES} <= all_now().keys() == LIMITS.keys()


def test_a_change_is_a_row_and_a_fact_and_the_way_back_is_no_row(cast: Cast) -> None:
    assert change({DOCUMENT: 5, TOKEN: 600}, by=Actor.of(cast.olga)) == [DOCUMENT]
    assert (most_of(DOCUMENT), Limit.objects.get().key) == (5, DOCUMENT)
    fact = Fact.objects.get(kind="kernel.limits_changed")
    assert (fact.changes, fact.data["names"]) == ({DOCUMENT: [25, 5]}, "A file of a record, MB")

    change({DOCUMENT: 25}, by=SYSTEM)
    assert (most_of(DOCUMENT), Limit.objects.count()) == (25, 0)


@pytest.mark.parametrize("values", [{DOCUMENT: 0}, {DOCUMENT: 1025}, {"rate.nothing": 5}, {DOCUMENT: 5, TOKEN: -1}])
def test_what_cannot_be_changes_nothing(cast: Cast, values: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        change(values, by=SYSTEM)
    assert (Limit.objects.count(), Fact.objects.filter(kind="kernel.limits_changed").count()) == (0, 0)


def test_only_who_may_changes_them(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        change({DOCUMENT: 5}, by=Actor.of(cast.henry))
    assert signed_in(cast.olga).post("/settings/limits", {DOCUMENT: "7"}).status_code == 302
    assert most_of(DOCUMENT) == 7
    refused = signed_in(cast.olga).post("/settings/limits", {DOCUMENT: "0"})
    assert (refused.status_code, most_of(DOCUMENT)) == (422, 7)


def test_a_program_that_asks_too_often_waits_and_no_other(cast: Cast) -> None:
    of_tokens.COUNTER.clear()
    change({TOKEN: 2}, by=SYSTEM)
    until = machine_now() + timedelta(days=1)
    busy, calm = (
        tokens.make(cast.sara, name=name, scopes=["*:see"], expires_at=until, by=SYSTEM)[1] for name in ("busy", "calm")
    )
    assert [admitted(busy).actor.user_id for _time in range(2)] == [cast.sara.pk] * 2
    with pytest.raises(TooOftenError) as refused:
        admitted(busy)
    assert refused.value.seconds in range(50, 62)
    assert admitted(calm).actor.user_id == cast.sara.pk
    assert admitted("sp_guess") is None
