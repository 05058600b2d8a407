"""Consents: who agreed to which words, and who took it back, each a row with who and when."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from setpoint.domains.channels.models import Consent, Purpose, Withdrawal
from setpoint.domains.channels.operations import consents, purposes
from setpoint.domains.channels.queries import agreed, of_person, standing
from setpoint.journal.models import Fact
from setpoint.journal.reading import tell, timeline
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.permissions import visible_to
from tests.cast import MONDAY, Cast


@pytest.fixture
def news(cast: Cast) -> Purpose:
    return purposes.add(key="news", name="Newsletter", text="You may write to me.", by=SYSTEM)


def test_a_consent_says_who_what_which_words_when_and_by_whom(cast: Cast, news: Purpose) -> None:
    consent = consents.give(cast.ivan, news, way="phone", by=Actor.of(cast.sara))

    assert (consent.party, consent.text.version, consent.text.text) == (cast.ivan, 1, "You may write to me.")
    assert (consent.given_at, consent.by_label, consent.way) == (MONDAY, "Sara Stone", "phone")
    assert agreed("news", [cast.ivan.pk, cast.oak.pk]) == {cast.ivan.pk}
    assert [told.sentence for told in tell(timeline(Actor.of(cast.olga), customer=cast.ivan.pk)[:1])] == [
        "Sara Stone took down the consent to “Newsletter” (by telephone, version 1 of the text)"
    ]


def test_taken_back_it_stands_no_more_and_both_rows_stay(cast: Cast, news: Purpose) -> None:
    consents.give(cast.ivan, news, way="paper", by=SYSTEM)
    assert consents.withdraw(cast.ivan, news, way="email", by=Actor.of(cast.sara)) == 1

    assert (standing(of_person(cast.ivan.pk)), agreed("news", [cast.ivan.pk])) == ({}, set())
    assert (Consent.objects.count(), Withdrawal.objects.get().by_label) == (1, "Sara Stone")
    assert consents.withdraw(cast.ivan, news, way="email", by=SYSTEM) == 0
    assert Fact.objects.filter(kind="channels.consent_withdrawn").count() == 1


def test_agreeing_again_to_the_same_words_is_one_consent_to_new_words_another(cast: Cast, news: Purpose) -> None:
    first = consents.give(cast.ivan, news, way="paper", by=SYSTEM)
    assert consents.give(cast.ivan, news, way="phone", by=SYSTEM) == first
    purposes.reword(news, text="You may write and call.", by=SYSTEM)
    assert standing(of_person(cast.ivan.pk)) == {news.pk: first}

    second = consents.give(cast.ivan, news, way="phone", by=SYSTEM)

    assert (second.text.version, first.text.text) == (2, "You may write to me.")
    assert standing(of_person(cast.ivan.pk)) == {news.pk: second}
    assert consents.withdraw(cast.ivan, news, way="paper", by=SYSTEM) == 2


def test_organisations_and_closed_purposes_get_none(cast: Cast, news: Purpose) -> None:
    with pytest.raises(ValidationError, match="Only people agree"):
        consents.give(cast.oak, news, way="paper", by=SYSTEM)
    purposes.close(news, by=SYSTEM)
    with pytest.raises(ValidationError, match="Nobody is asked"):
        consents.give(cast.ivan, news, way="paper", by=SYSTEM)
    assert Consent.objects.count() == 0


def test_who_may_not_change_customers_takes_nothing_down(cast: Cast, news: Purpose) -> None:
    for do in (consents.give, consents.withdraw):
        with pytest.raises(PermissionDenied):
            do(cast.ivan, news, way="paper", by=Actor.of(cast.mia))
    with pytest.raises(PermissionDenied):
        purposes.add(key="calls", name="Calls", text="Call me.", by=Actor.of(cast.henry))
    assert (Consent.objects.count(), Purpose.objects.count()) == (0, 1)


def test_consents_are_seen_by_those_who_see_the_person(cast: Cast, news: Purpose) -> None:
    consents.give(cast.ivan, news, way="paper", by=SYSTEM)
    cast.stan.role = None
    cast.stan.save()
    seen = [visible_to(Actor.of(who), "channels.consent").count() for who in (cast.mia, cast.stan)]
    assert seen == [1, 0]
