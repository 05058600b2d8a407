"""Live events say that a record has changed, to those who see it, and nothing else."""

from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.core import signing

from setpoint.domains.sales.operations import deals
from setpoint.journal.followers import catch_up
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import machine_now
from setpoint.platform.live.reading import Batch, latest, since, told_to
from setpoint.platform.live.tokens import SALT, bearer, issue
from setpoint.platform.models import LiveEvent
from tests.cast import Cast


def a_deal_of_sara(cast: Cast):
    return deals.create(
        name="Shed for Oak & Sons",
        owner=cast.sara,
        pipeline=cast.pipeline,
        stage=cast.stages[0],
        customer=cast.oak,
        product=cast.shed,
        amount=480_000,
        currency="USD",
        by=SYSTEM,
    )


def test_a_change_is_told_to_those_who_see_the_record(cast: Cast):
    catch_up(["live"])
    before = latest()
    deal = a_deal_of_sara(cast)
    catch_up(["live"])

    batch = since(before)

    customer = f"customers.party:{cast.oak.pk}"
    assert told_to(Actor.of(cast.sara), batch) == [customer, f"sales.deal:{deal.pk}"]
    assert told_to(Actor.of(cast.nora), batch) == [customer]
    assert since(batch.last) == Batch(batch.last, {})


def test_what_one_person_is_told_takes_his_rights_once_and_a_query_for_each_kind(cast: Cast, django_assert_num_queries):
    deal = a_deal_of_sara(cast)
    batch = Batch(1, {"sales.deal": frozenset([deal.pk]), "customers.party": frozenset([cast.oak.pk])})

    with django_assert_num_queries(3):
        told_to(Actor.of(cast.sara), batch)


def test_a_crowd_is_told_by_its_kind_alone(cast: Cast):
    crowd = Batch(1, {"sales.deal": frozenset(range(1, 102)), "no.such.kind": frozenset({1})})

    assert told_to(Actor.of(cast.sara), crowd) == ["sales.deal"]


def test_several_facts_about_one_record_are_one_event(cast: Cast):
    deal = a_deal_of_sara(cast)
    deals.change(deal, {"amount": 500_000}, by=SYSTEM)
    catch_up(["live"])

    assert LiveEvent.objects.filter(kind="sales.deal", record_id=deal.pk).count() == 1


def test_events_are_kept_for_minutes(cast: Cast):
    old = LiveEvent.objects.create(kind="sales.deal", record_id=1, created_at=machine_now() - timedelta(minutes=11))
    catch_up(["live"])

    assert not LiveEvent.objects.filter(pk=old.pk).exists()


def test_a_pass_names_its_bearer(cast: Cast):
    assert bearer(issue(cast.sara)) == Actor.of(cast.sara)


def test_a_pass_ends_with_the_password_or_with_the_person(cast: Cast):
    token = issue(cast.sara)
    cast.sara.set_password("something else")
    cast.sara.save()
    assert bearer(token) is None

    token = issue(cast.semyon)
    cast.semyon.is_active = False
    cast.semyon.save()
    assert bearer(token) is None


def test_a_forged_or_foreign_pass_is_none(cast: Cast):
    assert bearer("") is None
    assert bearer(issue(cast.sara) + "x") is None
    assert bearer(signing.dumps([cast.sara.pk, "guessed"], salt=SALT)) is None
    assert bearer(signing.dumps([cast.sara.pk, ""], salt="another")) is None
    assert bearer(signing.dumps("not a pair", salt=SALT)) is None


def test_a_pass_ends_with_the_session_it_was_made_in(cast: Cast):
    store = SessionStore()
    store.create()
    token = issue(cast.sara, store.session_key)
    assert bearer(token) == Actor.of(cast.sara)
    assert str(store.session_key) not in token

    store.delete()
    assert bearer(token) is None
