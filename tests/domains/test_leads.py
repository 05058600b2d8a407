"""An inquiry becomes a lead with an owner at once, is answered in time, handed over, and ends as something."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from setpoint.domains.channels.models import ChannelRule, Consent
from setpoint.domains.channels.operations import purposes
from setpoint.domains.channels.operations import rules as channel_rules
from setpoint.domains.customers.models import Party
from setpoint.domains.sales.models import Deal, Handover, Lead, LeadSource, LeadState, Method, RoutingRule
from setpoint.domains.sales.operations import handovers, intake, lead_endings, lead_words, leads, nurturing, routing
from setpoint.domains.sales.operations.intake import Inquiry
from setpoint.domains.sales.operations.unseen import escalate, keep_watch
from setpoint.domains.sales.permissions import LEAD
from setpoint.journal.models import Fact
from setpoint.kernel import people
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import set_company_time
from setpoint.kernel.permissions import visible_to
from setpoint.loop.inform.kinds import NOTICES
from tests.cast import MONDAY, Cast


def a_lead(**said: object) -> Lead:
    found = intake.receive(
        Inquiry(**{"source": "site", "name": "Ada Ash", "email": "ada@ash.example"} | said), by=SYSTEM
    )
    assert isinstance(found, Lead)
    return found


def a_rule(cast: Cast, method: Method = Method.ROUND_ROBIN, **values: object) -> RoutingRule:
    seats = [routing.Seat(cast.sara), routing.Seat(cast.semyon)]
    return routing.save(RoutingRule(name="North", method=method, **values), seats=seats, by=SYSTEM)


def kinds(lead: Lead) -> list[str]:
    return list(Fact.objects.about(LEAD, [lead.pk]).order_by("pk").values_list("kind", flat=True))


def test_an_inquiry_makes_the_card_of_who_enquires_and_of_the_organisation(cast: Cast) -> None:
    lead = a_lead(organisation="Ash & Elm", answers=[("How many sheds?", "Three")])
    ada = Party.objects.get(email="ada@ash.example")
    assert (lead.customer, ada.employer.name, lead.organisation) == (ada, "Ash & Elm", "Ash & Elm")
    assert list(lead.answers.values_list("question", "answer")) == [("How many sheds?", "Three")]
    assert kinds(lead) == ["sales.lead_received"]


def test_who_enquires_again_is_known_by_the_address_whatever_its_case(cast: Cast) -> None:
    first, second = a_lead(email="Ada@ash.example"), a_lead(email="ada@ash.example", name="A. Ash")
    assert (second.customer, second.name) == (first.customer, "A. Ash")
    assert a_lead(email="Ivan@petrov.example").customer == cast.ivan


def test_an_inquiry_of_nobody_and_one_of_no_source_are_refused(cast: Cast) -> None:
    before = (Lead.objects.count(), Party.objects.count(), Fact.objects.count())
    with pytest.raises(ValidationError) as nobody:
        a_lead(name=" ", email="")
    with pytest.raises(ValidationError) as nowhere:
        a_lead(source="moon")
    assert (list(nobody.value.message_dict), list(nowhere.value.message_dict)) == (["name"], ["source"])
    assert (Lead.objects.count(), Party.objects.count(), Fact.objects.count()) == before


def test_consent_to_the_text_shown_is_kept_with_the_person(cast: Cast) -> None:
    news = purposes.add(key="news", name="Newsletter", text="You may write to me.", by=SYSTEM)
    lead = a_lead(consent=news.texts.get())
    consent = Consent.objects.get(party=lead.customer)
    assert (consent.text, consent.way) == (news.texts.get(), "site")


def test_points_of_the_source_and_of_what_is_said_make_the_score(cast: Cast) -> None:
    assert [a_lead().score, a_lead(organisation="Ash", message="How much?", phone="+1 202 555 0143").score] == [40, 90]


def test_without_a_rule_a_lead_waits_in_the_pool_and_whoever_is_first_has_it(cast: Cast) -> None:
    lead = a_lead()
    assert lead.owner is None
    assert visible_to(Actor.of(cast.nora), LEAD).get() == lead
    leads.take(lead, by=Actor.of(cast.nora))
    with pytest.raises(ValidationError, match="Nora Nash was quicker"):
        leads.take(lead, by=Actor.of(cast.sara))
    assert Lead.objects.get().owner == cast.nora
    assert list(visible_to(Actor.of(cast.sara), LEAD)) == []


def test_rules_give_in_turn_pass_over_the_absent_and_fall_to_the_next_rule(cast: Cast) -> None:
    a_rule(cast, conditions=[["source", "is", str(_source("site").pk)]])
    routing.save(RoutingRule(name="Rest"), seats=[routing.Seat(cast.nora)], by=SYSTEM)
    assert [a_lead().owner, a_lead().owner, a_lead().owner] == [cast.sara, cast.semyon, cast.sara]
    people.record_absence(cast.sara, first_day=MONDAY.date(), last_day=MONDAY.date(), by=SYSTEM)
    assert [a_lead().owner, a_lead().owner] == [cast.semyon, cast.semyon]
    assert a_lead(source="phone").owner == cast.nora


def test_a_lead_passes_over_teams_to_whom_the_rules_of_channels_close_it(cast: Cast) -> None:
    north = ChannelRule(name="North hears no calls", team=cast.north, channel="phone", information="lead", forbids=True)
    channel_rules.set_all([north, ChannelRule(name="Mornings", information="lead", hours="8-12")], by=SYSTEM)
    a_rule(cast)
    routing.save(RoutingRule(name="Rest"), seats=[routing.Seat(cast.nora)], by=SYSTEM)
    assert [a_lead().owner, a_lead(source="phone").owner] == [cast.sara, cast.nora]
    set_company_time(MONDAY + timedelta(hours=6), rate=0)
    assert a_lead().owner is None


def _source(key: str) -> LeadSource:
    lead_words.ensure_words()
    return LeadSource.objects.get(key=key)


def test_by_weights_each_gets_his_share(cast: Cast) -> None:
    rule = a_rule(cast, Method.WEIGHTS)
    routing.weigh(rule, {cast.sara.pk: 3.0}, by=SYSTEM)
    owners = [a_lead().owner for _each in range(8)]
    assert (owners.count(cast.sara), owners.count(cast.semyon)) == (6, 2)


def test_who_has_least_open_leads_or_the_skill_or_the_room_gets_it(cast: Cast) -> None:
    a_rule(cast, Method.LOAD, most_open=1)
    assert [a_lead().owner, a_lead().owner, a_lead().owner] == [cast.sara, cast.semyon, None]
    Lead.objects.all().delete()
    RoutingRule.objects.update(needs_skill=True)
    routing.set_skills(cast.semyon, products=[cast.shed.pk], languages=[], by=SYSTEM)
    assert a_lead(product=cast.shed).owner == cast.semyon


def test_a_rule_without_people_with_one_who_left_or_of_a_strange_condition_is_refused(cast: Cast) -> None:
    cast.nora.is_active = False
    with pytest.raises(ValidationError, match="Name the people"):
        routing.save(RoutingRule(name="A"), seats=[], by=SYSTEM)
    with pytest.raises(ValidationError, match="Nora Nash no longer works here"):
        routing.save(RoutingRule(name="A"), seats=[routing.Seat(cast.nora)], by=SYSTEM)
    with pytest.raises(ValidationError, match="cannot be understood"):
        a_rule(cast, conditions=[["moon", "is", "full"]])
    assert not RoutingRule.objects.exists()


def test_the_first_answer_is_measured_in_working_time_against_the_norm(cast: Cast) -> None:
    lead = a_lead(owner=cast.sara)
    assert lead.due_at == MONDAY + timedelta(hours=1)
    by = Actor.of(cast.sara)
    leads.touch_many([leads.Touch(lead.pk, "note", MONDAY + timedelta(minutes=5), text="Looks big")], by=by)
    leads.touch_many([leads.Touch(lead.pk, "call", MONDAY + timedelta(minutes=40))], by=by)
    note, call = Fact.objects.filter(kind="sales.lead_touched").order_by("pk")
    assert (note.data["response_seconds"], call.data["response_seconds"], call.data["in_norm"]) == (None, 2400, True)


def test_a_lead_that_nobody_answers_is_told_of_once_to_its_owner_and_the_head(cast: Cast) -> None:
    lead = a_lead(owner=cast.sara)
    assert escalate(by=SYSTEM, now=MONDAY + timedelta(minutes=59)) == 0
    assert [escalate(by=SYSTEM, now=MONDAY + timedelta(minutes=61)) for _each in range(2)] == [1, 0]
    told = NOTICES["sales.lead_overdue"].tell([Fact.objects.get(kind="sales.lead_overdue")])
    assert sorted((notice.user, notice.ref.id) for notice in told) == [
        (cast.henry.pk, lead.pk),
        (cast.sara.pk, lead.pk),
    ]


def test_what_the_rules_gave_to_nobody_is_offered_again(cast: Cast) -> None:
    lead = a_lead()
    a_rule(cast)
    keep_watch()
    assert Lead.objects.get(pk=lead.pk).owner == cast.sara


def test_a_lead_is_qualified_handed_over_sent_back_with_a_reason_and_accepted(cast: Cast) -> None:
    mia, sara = Actor.of(cast.mia), Actor.of(cast.sara)
    lead = a_lead(owner=cast.mia)
    handovers.qualify(lead, receiver=cast.sara, by=mia)
    with pytest.raises(ValidationError, match="what the lead lacks"):
        handovers.send_back(lead, reason=" ", by=sara)
    lead = handovers.send_back(lead, reason="No budget asked for", by=sara)
    assert (lead.owner, lead.state.name) == (cast.mia, "In conversation")
    handovers.qualify(lead, receiver=cast.sara, by=mia)
    lead = handovers.accept(lead, by=sara)
    assert (lead.owner, lead.state.name, lead.qualified_by) == (cast.sara, "Accepted", cast.mia)
    answers = list(Handover.objects.order_by("pk").values_list("accepted", "reason"))
    assert answers == [(False, "No budget asked for"), (True, "")]


def test_a_lead_is_not_moved_past_its_hand_over(cast: Cast) -> None:
    lead = a_lead(owner=cast.sara)
    accepted = LeadState.objects.get(meaning="accepted")
    with pytest.raises(ValidationError, match="accept it"):
        leads.move_many({lead.pk: accepted}, by=Actor.of(cast.sara))
    assert Lead.objects.get().state.name == "New"


def test_a_lead_becomes_a_deal_of_its_organisation_with_the_list_price_as_estimate(cast: Cast) -> None:
    lead = a_lead(owner=cast.sara, organisation="Ash & Elm", product=cast.shed)
    deal = lead_endings.to_deal(lead, by=Actor.of(cast.sara))
    assert (deal.name, deal.customer.name, deal.amount, deal.estimated, deal.channel, deal.owner) == (
        "Cedar shed · Ash & Elm",
        "Ash & Elm",
        480_000,
        True,
        "site",
        cast.sara,
    )
    assert (Lead.objects.get().ending.outcome, Lead.objects.get().ending.deal) == ("deal", deal)
    with pytest.raises(ValidationError, match="Ended already"):
        lead_endings.to_deal(lead, by=Actor.of(cast.sara))
    assert Deal.objects.count() == 1


def test_a_lead_is_rejected_with_a_reason_only_and_taken_up_again(cast: Cast) -> None:
    lead, by = a_lead(owner=cast.sara), Actor.of(cast.sara)
    with pytest.raises(ValidationError, match="Say why"):
        lead_endings.reject_many([lead.pk], reason="", by=by)
    lead_endings.reject_many([lead.pk], reason="Spam", by=by)
    assert lead_endings.reopen(lead, by=by).ended_at is None
    assert kinds(lead)[-2:] == ["sales.lead_rejected", "sales.lead_reopened"]


def test_where_the_company_says_so_inquiries_are_deals_at_once(cast: Cast) -> None:
    a_rule(cast)
    lead_words.set_policy(straight_to_deals=True, by=SYSTEM)
    deal = intake.receive(Inquiry(source="site", name="Ada Ash", product=cast.shed), by=SYSTEM)
    assert isinstance(deal, Deal)
    assert (deal.owner, deal.stage, deal.amount, Lead.objects.count()) == (cast.sara, cast.stages[0], 480_000, 0)


def test_what_is_worth_too_little_is_left_to_marketing_and_comes_back_on_its_day(cast: Cast) -> None:
    a_rule(cast)
    lead_words.set_policy(cut_off=50, nurture_days=30, by=SYSTEM)
    lead = a_lead()
    assert (lead.owner, lead.nurture.reason) == (None, "score under 50")
    set_company_time(MONDAY + timedelta(days=31), rate=0)
    keep_watch()
    assert Lead.objects.get(nurture=None).owner == cast.sara


def test_who_has_no_right_to_a_lead_changes_nothing(cast: Cast) -> None:
    lead, before = a_lead(owner=cast.nora), Fact.objects.count()
    for attempt in (
        lambda by: leads.change(lead, {"name": "Mine"}, by=by),
        lambda by: lead_endings.reject_many([lead.pk], reason="No", by=by),
        lambda by: nurturing.nurture_many([lead.pk], days=5, reason="No", by=by),
        lambda by: handovers.qualify(lead, receiver=cast.sara, by=by),
    ):
        with pytest.raises(PermissionDenied):
            attempt(Actor.of(cast.sara))
    assert (Fact.objects.count(), Lead.objects.get().ended_at) == (before, None)


def test_states_are_the_companys_own_and_one_in_use_stays(cast: Cast) -> None:
    a_lead()
    with pytest.raises(ValidationError, match="move them first"):
        lead_words.set_states([LeadState(name="Fresh", meaning="open")], by=SYSTEM)
    kept = LeadState.objects.get(name="New")
    found = lead_words.set_states([LeadState(name="Called", meaning="open"), kept], by=SYSTEM)
    assert [state.name for state in found] == ["Called", "New"]
