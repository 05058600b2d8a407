"""Rules say which team uses which channel for what, and when; a refusal names the rule and nothing is sent."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from setpoint.domains.activities.models import Activity, Enrolment, Sequence
from setpoint.domains.activities.operations import sequences
from setpoint.domains.channels.models import ChannelRule
from setpoint.domains.channels.operations import rules
from setpoint.domains.customers.operations import parties
from setpoint.journal.models import Fact
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import set_company_time
from setpoint.loop.inform.models import Mail
from tests.cast import MONDAY, Cast
from tests.contracts.activity_examples import a_step
from tests.domains.activities.test_invitations import a_meeting
from tests.web.conftest import a_deal, signed_in


def test_a_rule_that_forbids_is_named_and_nothing_is_planned_or_sent(cast: Cast) -> None:
    rules.set_all([ChannelRule(name="North writes not", team=cast.north, channel="email", forbids=True)], by=SYSTEM)
    with pytest.raises(ValidationError, match="The rule “North writes not” does not allow it") as refused:
        a_meeting(cast)
    assert (list(refused.value.message_dict), Activity.objects.count(), Mail.objects.count()) == (["guests"], 0, 0)
    # colleagues are no customers, and South may
    a_meeting(cast, parties=[])
    assert Mail.objects.get().to == cast.semyon.email


def test_the_first_rule_that_fits_decides_and_rules_of_a_team_hold_below_it(cast: Cast) -> None:
    top = cast.north.parent
    wide = ChannelRule(name="Sales are silent", team=top, forbids=True)
    rules.set_all([ChannelRule(name="Invitations go", information="invitation"), wide], by=SYSTEM)
    a_meeting(cast)
    rules.set_all([wide], by=SYSTEM)
    with pytest.raises(ValidationError, match="Sales are silent"):
        a_meeting(cast, subject="Second")


def test_a_letter_waits_for_the_hours_of_its_rule_and_then_leaves(cast: Cast) -> None:
    rules.set_all([ChannelRule(name="Afternoons", information="letter", hours="14-18")], by=SYSTEM)
    series = sequences.save(Sequence(name="Mail"), [a_step(kind="letter", subject="Hello")], by=SYSTEM)
    sequences.enrol_many(series, "sales.deal", [a_deal(cast, customer=cast.ivan).pk], by=Actor.of(cast.sara))
    assert Enrolment.objects.get().refused == "The rule “Afternoons” allows it at 14:00–18:00 only."
    assert not Mail.objects.exists()
    set_company_time(MONDAY + timedelta(hours=6), rate=0)
    sequences.advance(by=SYSTEM)
    assert (Mail.objects.get().to, Enrolment.objects.get().refused) == ("ivan@petrov.example", "")


def test_the_table_is_saved_as_a_whole_and_a_wrong_line_changes_nothing(cast: Cast) -> None:
    olga = signed_in(cast.olga)
    olga.post("/settings/channels", {"name.0": "Evenings", "channel.0": "email", "hours.0": "18-22"})
    wrong = olga.post("/settings/channels", {"name.0": "Nights", "hours.0": "25-30"})
    assert (wrong.status_code, "Rule 1: There is no such time of day" in wrong.content.decode()) == (422, True)
    assert list(ChannelRule.objects.values_list("name", "hours")) == [("Evenings", "18:00–22:00")]


def test_a_call_against_the_rules_is_neither_dialled_nor_recorded(cast: Cast) -> None:
    parties.change(cast.ivan, {"phone": "+1 202 555 0143"}, by=SYSTEM)
    rules.set_all([ChannelRule(name="Calls after ten", channel="phone", information="call", hours="10-18")], by=SYSTEM)
    facts = Fact.objects.count()
    page = signed_in(cast.sara).post(f"/customers/{cast.ivan.pk}/calls", headers={"HX-Request": "true"})
    assert ("Calls after ten" in page.content.decode(), "HX-Trigger" in page.headers) == (True, False)
    assert Fact.objects.count() == facts
