"""Roles, people, trees, another's eyes and the answer to why, as pages."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from setpoint.domains.sales.operations import deals
from setpoint.journal.models import Fact
from setpoint.kernel import role_changes
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.models import Deputy, Grant, Role, Suspension, Team, Territory, User
from setpoint.kernel.permissions import visible_to
from setpoint.platform.models import SignInProvider
from setpoint.platform.single_sign_on import providers
from tests.cast import Cast
from tests.kernel.test_scopes import DEAL
from tests.site import PASSWORD
from tests.web.conftest import a_deal


@pytest.fixture
def olga(cast: Cast) -> Client:
    browser = Client()
    browser.force_login(cast.olga)
    return browser


def test_a_right_with_a_condition_is_written_down_step_by_step(cast: Cast, olga: Client) -> None:
    role = cast.mia.role
    address = f"/settings/roles/{role.pk}/of/{DEAL}"
    added = olga.post(address, {"scope.see.0": "all", "add.see.0": "stage", "do": "add"})
    assert 'name="c.see.0.0.field" value="stage"' in added.content.decode()
    assert not Grant.objects.filter(role=role, kind=DEAL).exists()

    told = {"c.see.0.0.field": "stage", "c.see.0.0.operator": "from", "c.see.0.0.value": str(cast.stages[2].pk)}
    saved = olga.post(address, {"scope.see.0": "all", "field.amount": "hidden", "do": "save"} | told)
    assert saved.status_code == 302
    assert Grant.objects.get(role=role, kind=DEAL).conditions == [["stage", "from", str(cast.stages[2].pk)]]
    assert dict(role.field_rights.values_list("field", "level")) == {"amount": "hidden"}
    page = olga.get(saved.headers["Location"]).content.decode()
    assert "Stage is at least “Sheds: Proposal”" in page

    refused = olga.post(address, {"scope.see.0": "all", "do": "save"} | told | {"c.see.0.0.value": "999999"})
    assert (refused.status_code, "This condition means nothing" in refused.content.decode()) == (422, True)
    olga.post(address, {"scope.see.0": "all", "do": "save"} | told | {"c.see.0.0.drop": "on"})
    assert Grant.objects.get(role=role, kind=DEAL).conditions == []


def test_a_condition_whose_stage_is_gone_says_so(cast: Cast, olga: Client) -> None:
    Grant.objects.filter(role=cast.sara.role, kind=DEAL, action="see").update(conditions=[["stage", "from", "999999"]])
    page = olga.get(f"/settings/roles/{cast.sara.role_id}/of/{DEAL}").content.decode()
    assert "by this right nothing is seen" in page


def test_a_role_is_created_like_another_and_renamed(cast: Cast, olga: Client) -> None:
    made = olga.post("/settings/roles", {"name": "Trainee", "like": cast.sara.role_id})
    role = Role.objects.get(key="trainee")
    assert made.headers["Location"] == f"/settings/roles/{role.pk}"
    olga.post(f"/settings/roles/{role.pk}", {"name": "Apprentice"})
    role.refresh_from_db()
    assert (role.name, role.grants.count()) == ("Apprentice", cast.sara.role.grants.count())


def test_looking_with_anothers_eyes(cast: Cast, olga: Client) -> None:
    own, other = a_deal(cast), a_deal(cast, owner=cast.nora, name="Noras barn")
    olga.post(f"/settings/people/{cast.sara.pk}/eyes")
    page = olga.get("/deals").content.decode()
    assert "You see what <strong>Sara Stone</strong> sees" in page
    assert (own.name in page, other.name in page) == (True, False)
    before = Fact.objects.count()
    for address in (f"/deals/{own.pk}/closure", "/settings", "/settings/deputies", f"/deals/{own.pk}/moves"):
        assert olga.post(address, {"outcome": "won"}).status_code == 403
    assert [olga.get(path).status_code for path in ("/settings/security", "/settings/roles")] == [403, 403]
    # to take a list away is told, and who only looks tells nothing
    assert olga.get(f"/lists/{DEAL}/export.csv").status_code == 403
    assert Fact.objects.count() == before

    ended = olga.post("/eyes")
    assert ended.headers["Location"] == f"/settings/people/{cast.sara.pk}"
    assert other.name in olga.get("/deals").content.decode()


def test_who_loses_the_right_looks_with_his_own_eyes_again(cast: Cast, olga: Client) -> None:
    olga.post(f"/settings/people/{cast.sara.pk}/eyes")
    Grant.objects.filter(role=cast.olga.role).delete()
    assert olga.get("/deals").headers["Location"] == "/"
    assert "eyes_of" not in olga.session


def test_the_page_of_a_person(cast: Cast, olga: Client) -> None:
    a_deal(cast)
    address = f"/settings/people/{cast.sara.pk}"
    olga.post("/settings/territories", {"name": "West"})
    west = Territory.objects.get()
    olga.post(f"{address}/place", {"team": cast.south.pk, "territories": [west.pk]})
    olga.post(f"{address}/roles", {"role": cast.sara.role_id, "further": [cast.mia.role_id]})
    olga.post(f"{address}/access", {"access_until": "2026-04-01"})
    days = {"first_day": "2026-03-02", "last_day": "2026-03-09"}
    olga.post(f"/settings/deputies?of={cast.sara.pk}", {"deputy": cast.nora.pk} | days)
    sara = User.objects.get(pk=cast.sara.pk)
    assert (sara.team, list(sara.territories.all())) == (cast.south, [west])
    assert (list(sara.further_roles.all()), str(sara.access_until)) == ([cast.mia.role], "2026-04-01")
    assert Deputy.objects.get().deputy == cast.nora

    refused = olga.post(f"{address}/access", {"access_until": "2025-04-01"})
    assert (refused.status_code, "This day is past." in refused.content.decode()) == (422, True)
    olga.post(f"{address}/suspension", {"reason": "Leave"})
    page = olga.get(address).content.decode()
    assert "1 open deal is still with this person." in page
    assert Suspension.objects.get().reason == "Leave"
    olga.post(f"{address}/suspension", {"_method": "DELETE"})
    assert not Suspension.objects.exists()


def test_teams_are_moved_and_get_heads_but_never_below_themselves(cast: Cast, olga: Client) -> None:
    olga.post("/settings/teams", {"name": "Docks", "parent": cast.north.pk})
    docks = Team.objects.get(name="Docks")
    olga.post(f"/settings/teams/{docks.pk}", {"name": "Piers", "parent": cast.south.pk, "head": cast.nora.pk})
    docks.refresh_from_db()
    assert (docks.name, docks.parent, docks.head) == ("Piers", cast.south, cast.nora)
    refused = olga.post(f"/settings/teams/{cast.south.pk}", {"name": "South", "parent": docks.pk})
    assert (refused.status_code, "is below itself then" in refused.content.decode()) == (422, True)


def test_the_answer_to_why(cast: Cast, olga: Client) -> None:
    deal = a_deal(cast, owner=cast.nora)
    page = olga.get(f"/why/{DEAL}/{deal.pk}?person={cast.sara.pk}").content.decode()
    assert "No, Sara Stone cannot" in page
    assert "the record lies outside" in page
    assert "Yes, Henry Hale can" in olga.get(f"/why/{DEAL}/{deal.pk}?person={cast.henry.pk}").content.decode()
    assert f"/why/{DEAL}/{deal.pk}" in olga.get(f"/deals/{deal.pk}").content.decode()


def test_a_hidden_amount_is_on_no_page_of_a_deal(cast: Cast) -> None:
    deal = a_deal(cast, amount=777_700)
    deals.change(deal, {"amount": 888_800}, by=SYSTEM)
    role_changes.govern_fields(cast.sara.role, DEAL, {"amount": "hidden", "product": "hidden"}, by=SYSTEM)
    assert list(visible_to(Actor.of(cast.sara), DEAL)) == [deal]
    sara = Client()
    sara.force_login(cast.sara)
    addresses = ("/deals", "/deals/board", "/today", f"/deals/{deal.pk}", f"/deals/{deal.pk}/timeline")
    for address in (*addresses, "/customers", f"/customers/{cast.oak.pk}", "/deals?sort=-amount"):
        page = sara.get(address).content.decode()
        assert [word for word in ("7,777", "8,888", "888800", "Cedar shed<") if word in page] == [], address
        assert 'name="amount"' not in page
    assert 'name="amount"' not in sara.get("/deals/new").content.decode()


def test_an_account_elsewhere_is_unlinked_by_oneself_but_never_the_only_way_in(cast: Cast, olga: Client) -> None:
    provider = SignInProvider(name="Tidewater ID", issuer="https://id.tidewater.example", client_id="crm", secret="s")
    provider = providers.connect(provider, by=SYSTEM)
    linked = providers.link(cast.olga, key=provider.key, uid="subject-4711", by=SYSTEM)
    cast.olga.set_unusable_password()
    cast.olga.save()
    olga.force_login(cast.olga)
    assert "Tidewater ID" in olga.get("/settings/security").content.decode()
    olga.post(f"/settings/security/accounts/{linked.pk}")
    assert SocialAccount.objects.exists()

    cast.olga.set_password(PASSWORD)
    cast.olga.save()
    olga.force_login(cast.olga)
    olga.post(f"/settings/security/accounts/{linked.pk}")
    assert not SocialAccount.objects.exists()
    assert Fact.objects.filter(kind="platform.person_unlinked", actor_id=cast.olga.pk).count() == 1
    # nor does any fact hold by which name the provider knew her
    assert "4711" not in repr(list(Fact.objects.values_list("data", "changes")))
