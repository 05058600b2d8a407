"""Colleagues are invited, come in, lose their devices; roles require a second factor."""

import re
from datetime import date

import pytest
from django.core import mail
from django.test import Client

from setpoint.journal.models import Fact
from setpoint.kernel import second_factors
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Role, User
from setpoint.kernel.secrets import unseal
from setpoint.loop.inform.models import Mail
from setpoint.loop.inform.operations import mails
from setpoint.platform.lists.models import BulkEdit
from tests.cast import Cast
from tests.web.conftest import SignIn

PASSWORD = "oak and willow"


def invite(client: Client, cast: Cast) -> str:
    """Invite Ada as a person would; returns the link of the letter."""
    answers = {
        "name": "Ada Ash",
        "email": "Ada.Ash@tidewater.example",
        "role": Role.objects.get(key="seller").pk,
        "team": cast.north.pk,
        "language": "ru",
    }
    assert client.post("/settings/people/new", answers).url == "/settings/people"
    mails.deliver_due()
    return re.search(r"http\S+(/entry/\S+)", mail.outbox[-1].body)[1]


def test_an_invited_person_chooses_a_password_and_lands_on_his_home(cast: Cast, as_person: SignIn) -> None:
    link = invite(as_person(cast.olga), cast)
    letter = mail.outbox[-1]
    assert (letter.to, letter.subject) == (["ada.ash@tidewater.example"], "Tidewater Sheds: приглашение в Setpoint")
    ada = Client()
    assert "Ada Ash" in ada.get(link).content.decode()
    assert ada.post(link, {"password": PASSWORD}).url == "/"
    assert ada.get("/", follow=True).redirect_chain[-1][0] == "/today"
    assert Client().get(link).status_code == 410
    again = Client()
    again.post("/sign-in", {"login": "ada.ash@tidewater.example", "password": PASSWORD})
    assert again.get("/today").status_code == 200
    kinds = Fact.objects.filter(about_id=User.objects.get(name="Ada Ash").pk, kind__startswith="kernel.").order_by("pk")
    assert list(kinds.values_list("kind", flat=True))[:5] == [
        "kernel.user_created",
        "kernel.person_invited",
        "kernel.invitation_accepted",
        "kernel.password_changed",
        "kernel.signed_in",
    ]


def test_a_weak_password_leaves_the_link_good(cast: Cast, as_person: SignIn) -> None:
    link = invite(as_person(cast.olga), cast)
    assert Client().post(link, {"password": "short"}).status_code == 422
    assert Client().get(link).status_code == 200
    assert not User.objects.get(name="Ada Ash").has_usable_password()


def test_the_link_lies_sealed_in_the_outbox_and_is_gone_when_it_has_left(cast: Cast, as_person: SignIn) -> None:
    as_person(cast.olga).post(f"/settings/people/{cast.sara.pk}/invitation")
    waiting = Mail.objects.get()
    assert "/entry/" not in waiting.text + waiting.html
    assert "/entry/" in unseal(waiting.text)
    mails.deliver_due()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.text, waiting.html) == ("sent", "", "")


def test_without_a_mail_server_the_link_is_shown_once(cast: Cast, as_person: SignIn, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    shown = as_person(cast.olga).post(f"/settings/people/{cast.sara.pk}/invitation").content.decode()
    link = re.search(r"(/entry/[^<]+)<", shown)[1]
    assert Client().get(link).status_code == 200


def test_a_withdrawn_invitation_is_told_to_be_used_up(cast: Cast, as_person: SignIn) -> None:
    olga = as_person(cast.olga)
    link = invite(olga, cast)
    olga.post(f"/settings/people/{User.objects.get(name='Ada Ash').pk}/invitation", {"_method": "DELETE"})
    assert Client().get(link).status_code == 410


@pytest.mark.parametrize("who", ["henry", "sara", "mia"])
def test_the_page_is_for_who_sees_to_security(cast: Cast, as_person: SignIn, who: str) -> None:
    client = as_person(getattr(cast, who))
    second_factors.add_app(cast.nora, secret="JBSWY3DPEHPK3PXP", by=Actor.of(cast.nora))
    before = Fact.objects.count()
    paths = [f"/settings/people/{cast.nora.pk}/{verb}" for verb in ("invitation", "second-factor", "sessions")]
    role = f"/settings/signing-in/roles/{cast.nora.role_id}"
    assert [client.post(path).status_code for path in (*paths, role, "/settings/people/new")] == [403] * 5
    assert [client.get(path).status_code for path in ("/settings/people", "/settings/signing-in")] == [403] * 2
    assert Fact.objects.count() == before
    assert second_factors.has_one(cast.nora)


def test_the_list_says_how_everybody_comes_in(cast: Cast, as_person: SignIn) -> None:
    olga = as_person(cast.olga)
    invite(olga, cast)
    assert "invited" in olga.get("/settings/people?q=ada").content.decode()
    second_factors.add_app(cast.nora, secret="JBSWY3DPEHPK3PXP", by=Actor.of(cast.nora))
    User.objects.filter(pk=cast.nora.pk).update(password="argon2$x")
    assert "password and second factor" in olga.get("/settings/people?q=nora").content.decode()


def test_a_role_is_made_to_have_a_second_factor_in_the_browser(cast: Cast, as_person: SignIn) -> None:
    olga, sara = as_person(cast.olga), as_person(cast.sara)
    role = f"/settings/signing-in/roles/{cast.sara.role_id}"
    olga.post(role)
    assert sara.get("/today").url == "/settings/security"
    olga.post(role, {"_method": "DELETE"})
    assert sara.get("/today").status_code == 200


def test_who_forgot_the_password_gets_a_letter_and_others_the_same_answer(cast: Cast) -> None:
    cast.sara.set_password("cedar and larch")
    cast.sara.save()
    for email in (cast.sara.email, "nobody@x.example"):
        answer = Client().post("/sign-in/forgotten", {"email": email}).content.decode()
        assert f"If somebody signs in by password as {email}, a letter is on its way." in answer
    mails.deliver_due()
    (letter,) = mail.outbox
    link = re.search(r"http\S+(/entry/\S+)", letter.body)[1]
    assert Client().post(link, {"password": PASSWORD}).url == "/"
    assert User.objects.get(pk=cast.sara.pk).check_password(PASSWORD)


def test_three_letters_an_hour_are_enough(cast: Cast) -> None:
    cast.sara.set_password("cedar and larch")
    cast.sara.save()
    for _ in range(5):
        Client().post("/sign-in/forgotten", {"email": cast.sara.email})
    assert Mail.objects.count() == 3


def test_a_token_is_made_shown_once_and_revoked_in_the_browser(cast: Cast, as_person: SignIn) -> None:
    cast.sara.set_password(PASSWORD)
    cast.sara.save()
    sara = Client()
    sara.post("/sign-in", {"login": cast.sara.email, "password": PASSWORD})
    assert sara.get("/settings/security/tokens/new").url.startswith("/sign-in/confirmation")
    sara.post("/sign-in/confirmation", {"password": PASSWORD, "next": "/settings/security/tokens/new"})
    wish = {"name": "Export", "scopes": ["sales.deal:see"], "days": "30"}
    token = re.search(r'id="token">([^<]+)<', sara.post("/settings/security/tokens/new", wish).content.decode())[1]
    shown = sara.get("/settings/security").content.decode()
    assert ("Export" in shown, "Read deals" in shown, token in shown) == (True, True, False)
    sara.post(f"/settings/security/tokens/{cast.sara.api_tokens.get().pk}")
    assert "Export" not in sara.get("/settings/security").content.decode()


def test_many_colleagues_get_a_team_a_role_or_an_end_of_their_access_at_once(cast: Cast, as_person: SignIn) -> None:
    olga, chosen = as_person(cast.olga), [cast.mia.pk, cast.sara.pk]
    role = Role.objects.get(key="marketer")
    for change, value in (("team", cast.south.pk), ("role", role.pk), ("access_until", "2031-03-02")):
        olga.post("/lists/kernel.user/changes", {"record": chosen, "change": change, "value": value})
    said = set(User.objects.filter(pk__in=chosen).values_list("team", "role", "access_until"))
    assert said == {(cast.south.pk, role.pk, date(2031, 3, 2))}
    moved = Fact.objects.filter(kind="kernel.user_moved").values_list("about_id", flat=True)
    assert set(moved) == {pk for pk in chosen if pk in (cast.mia.pk, cast.sara.pk)}

    edit = BulkEdit.objects.get(change="team")
    olga.post(f"/lists/changes/{edit.pk}/undoing")

    assert User.objects.get(pk=cast.sara.pk).team_id == cast.north.pk


def test_the_last_who_may_change_rights_keeps_his_role(cast: Cast, as_person: SignIn) -> None:
    seller, before = Role.objects.get(key="seller"), Fact.objects.count()
    given = {"record": [cast.olga.pk, cast.mia.pk], "change": "role", "value": seller.pk}
    as_person(cast.olga).post("/lists/kernel.user/changes", given)
    assert Fact.objects.count() == before
    assert not User.objects.filter(pk__in=[cast.olga.pk, cast.mia.pk], role=seller).exists()


def test_a_head_changes_no_colleague_by_the_list(cast: Cast, as_person: SignIn) -> None:
    given = {"record": [cast.sara.pk], "change": "team", "value": cast.south.pk}
    assert as_person(cast.henry).post("/lists/kernel.user/changes", given).status_code == 403
    assert User.objects.get(pk=cast.sara.pk).team_id == cast.north.pk


def test_people_leave_as_a_file(cast: Cast, as_person: SignIn) -> None:
    answer = as_person(cast.olga).get("/lists/kernel.user/export.csv?columns=name,team&q=sara")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.splitlines() == ["Name,Team", "Sara Stone,North"]
    assert as_person(cast.henry).get("/lists/kernel.user/export.csv").status_code == 403
