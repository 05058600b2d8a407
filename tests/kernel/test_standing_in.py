"""Deputies, people whose access ends, suspended people, and looking with another person's eyes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied, ValidationError

from setpoint.domains.sales.operations import deals
from setpoint.journal.models import Fact
from setpoint.kernel import deputies, looking, placing, role_changes, suspending
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.backend import StaffBackend
from setpoint.kernel.clock import set_company_time
from setpoint.kernel.explaining import explain
from setpoint.kernel.governed import Condition
from setpoint.kernel.models import Suspension, User
from setpoint.kernel.permissions import figure_scopes, remembering, scope_of, visible_to
from setpoint.kernel.rights import Rights
from setpoint.kernel.role_changes import Granted
from tests.cast import MONDAY, Cast
from tests.kernel.test_scopes import DEAL, a_deal, may_see, seen

TODAY = MONDAY.date()


def stands_in(cast: Cast, absent: User, deputy: User, days: int = 2) -> None:
    deputies.name_deputy(absent, deputy, first_day=TODAY, last_day=TODAY + timedelta(days), by=Actor.of(absent))


def test_a_deputy_reaches_what_the_absent_reaches_until_he_is_back(cast: Cast) -> None:
    a_deal(cast, cast.nora)
    stands_in(cast, cast.henry, cast.sara)
    assert seen(cast.sara) == {"Shed of Nora Nash"}
    assert ("team", cast.south.pk) in figure_scopes(Actor.of(cast.sara))

    set_company_time(MONDAY + timedelta(days=3), rate=0)
    assert seen(cast.sara) == set()
    assert figure_scopes(Actor.of(cast.sara)) == {("owner", cast.sara.pk)}


def test_what_a_deputy_does_only_as_such_is_told_as_for_the_absent(cast: Cast) -> None:
    own, other = a_deal(cast, cast.sara, customer=cast.oak), a_deal(cast, cast.nora, customer=cast.oak)
    stands_in(cast, cast.henry, cast.sara)
    sara = remembering(Actor.of(cast.sara))
    for deal in (own, other):
        deals.touch_many([deals.Touch(deal.pk, "call", MONDAY)], by=sara)
    told = Fact.objects.filter(kind="sales.deal_touched").order_by("pk").values_list("actor_label", "actor_id")
    assert list(told) == [("Sara Stone", cast.sara.pk), ("Sara Stone for Henry Hale", cast.sara.pk)]


def test_a_deputy_of_an_administrator_administers_nothing(cast: Cast) -> None:
    stands_in(cast, cast.olga, cast.sara)
    sara = Actor.of(cast.sara)
    assert scope_of(sara, DEAL, "see") == "all"
    for kind in ("kernel.role", "kernel.user", "kernel.company", "platform.field"):
        assert scope_of(sara, kind, "change") is None
    with pytest.raises(PermissionDenied):
        placing.give_roles(cast.sara, cast.olga.role, by=sara)


def test_reach_is_not_passed_on_by_a_deputy(cast: Cast) -> None:
    a_deal(cast, cast.nora)
    stands_in(cast, cast.henry, cast.mia)
    stands_in(cast, cast.mia, cast.sara)
    assert (len(seen(cast.mia)), len(seen(cast.sara))) == (1, 0)


def test_nobody_names_himself_a_deputy_of_another(cast: Cast) -> None:
    for by, absent, deputy in ((cast.sara, cast.henry, cast.sara), (cast.nora, cast.sara, cast.nora)):
        with pytest.raises(PermissionDenied):
            deputies.name_deputy(absent, deputy, first_day=TODAY, last_day=TODAY, by=Actor.of(by))
    for deputy, last_day in ((cast.henry, TODAY), (cast.sara, TODAY - timedelta(1)), (cast.sara, date(2028, 1, 1))):
        with pytest.raises(ValidationError):
            deputies.name_deputy(cast.henry, deputy, first_day=TODAY, last_day=last_day, by=Actor.of(cast.henry))
    assert not Fact.objects.filter(kind="kernel.deputy_named").exists()


def test_access_of_somebody_from_outside_ends_with_its_last_day(cast: Cast) -> None:
    a_deal(cast, cast.sara)
    placing.limit_access(cast.sara, TODAY, by=Actor.of(cast.olga))
    session = a_session(cast.sara)
    sara = User.objects.get(pk=cast.sara.pk)
    assert (suspending.end_access(by=SYSTEM), len(seen(sara)), StaffBackend().user_can_authenticate(sara)) == (
        0,
        1,
        True,
    )

    set_company_time(MONDAY + timedelta(days=1), rate=0)
    # at once, before the clock has done its work
    assert (seen(sara), StaffBackend().get_user(sara.pk)) == (set(), None)
    assert suspending.end_access(by=SYSTEM) == 1
    sara.refresh_from_db()
    assert (sara.is_active, SessionStore().exists(session)) == (False, False)
    assert Fact.objects.get(kind="kernel.access_ended").data == {"name": "Sara Stone", "last_day": "2026-03-02"}
    with pytest.raises(ValidationError, match="over"):
        suspending.resume(sara, by=Actor.of(cast.olga))


def a_session(user: User) -> str:
    store = SessionStore()
    store.create()
    UserSession.objects.create(user=user, ip="192.0.2.7", session_key=store.session_key, user_agent="Firefox")
    return str(store.session_key)


def test_a_suspended_person_is_out_at_once_and_can_come_back(cast: Cast) -> None:
    a_deal(cast, cast.sara)
    session, olga = a_session(cast.sara), Actor.of(cast.olga)
    suspending.suspend(cast.sara, reason="Lost laptop", by=olga)

    assert not SessionStore().exists(session)
    assert (seen(cast.sara), StaffBackend().get_user(cast.sara.pk)) == (set(), None)
    assert Suspension.objects.get().reason == "Lost laptop"
    with pytest.raises(ValidationError):
        suspending.suspend(cast.olga, by=olga)
    with pytest.raises(PermissionDenied):
        suspending.suspend(cast.nora, by=Actor.of(cast.henry))

    suspending.resume(cast.sara, by=olga)
    assert (len(seen(cast.sara)), Suspension.objects.count()) == (1, 0)


def test_who_looks_with_anothers_eyes_sees_the_same_and_changes_nothing(cast: Cast) -> None:
    deal = a_deal(cast, cast.sara)
    looking.view_as(cast.sara, by=Actor.of(cast.olga))
    told = Fact.objects.get(kind="kernel.viewed_as")
    assert (told.actor_id, told.about_id) == (cast.olga.pk, cast.sara.pk)

    eyes = replace(Actor.of(cast.sara), view_only=True)
    assert list(visible_to(eyes, DEAL)) == [deal]
    before = Fact.objects.count()
    for change in (
        lambda: deals.win(deal, by=eyes),
        lambda: deals.change(deal, {"name": "Barn"}, by=eyes),
        lambda: deals.touch_many([deals.Touch(deal.pk, "call", MONDAY)], by=eyes),
        lambda: deputies.name_deputy(cast.sara, cast.nora, first_day=TODAY, last_day=TODAY, by=eyes),
    ):
        with pytest.raises(PermissionDenied):
            change()
    deal.refresh_from_db()
    assert (Fact.objects.count(), deal.name, deal.closed_at) == (before, "Shed of Sara Stone", None)


def test_nobody_looks_with_the_eyes_of_who_may_more(cast: Cast) -> None:
    role_changes.grant(cast.henry.role, "kernel.user", [Granted("kernel.user", "view_as", "below")], by=SYSTEM)
    henry = Actor.of(cast.henry)
    with pytest.raises(PermissionDenied):
        looking.view_as(cast.olga, by=henry)
    looking.view_as(cast.sara, by=henry)

    may_see(cast.sara.role, "all")
    with pytest.raises(PermissionDenied, match="more than you"):
        looking.view_as(cast.sara, by=henry)
    may_see(cast.sara.role, "own")
    role_changes.govern_fields(cast.henry.role, DEAL, {"amount": "hidden"}, by=SYSTEM)
    with pytest.raises(PermissionDenied, match="more than you"):
        looking.view_as(cast.sara, by=henry)
    with pytest.raises(PermissionDenied):
        looking.view_as(cast.sara, by=Actor.of(cast.nora))


def test_why_somebody_sees_a_deal_and_another_does_not(cast: Cast) -> None:
    deal = a_deal(cast, cast.nora, 1)
    late = Condition("stage", "from", str(cast.stages[2].pk))
    may_see(cast.sara.role, "own", ("all", [late]))

    said = explain(cast.sara, DEAL, deal.pk)
    assert not said.can
    assert [(one.scope, one.in_scope, one.conditions, one.lets) for one in said.reasons] == [
        ("own", False, [], False),
        ("all", True, [("Stage is at least “Sheds: Proposal”", False)], False),
    ]
    said = explain(cast.henry, DEAL, deal.pk)
    assert (said.can, [(one.role, one.scope, one.lets) for one in said.reasons]) == (
        True,
        [("Head of sales", "below", True)],
    )
    stands_in(cast, cast.henry, cast.mia)
    assert [one.absent for one in explain(cast.mia, DEAL, deal.pk).reasons] == ["Henry Hale"]
    User.objects.filter(pk=cast.sara.pk).update(is_active=False)
    assert explain(cast.sara, DEAL, deal.pk).shut_out
    assert Rights(cast.sara.pk).given == ()
