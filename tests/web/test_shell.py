"""What surrounds every page: language, theme, company time, errors."""

from django.test import Client

from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.models import User
from setpoint.loop.cycle_plan import plan_goal
from setpoint.web.shell.navigation import rail
from tests.cast import Cast
from tests.loop.quarter import END, Q1
from tests.web.conftest import SignIn


def test_a_persons_language_is_the_language_of_the_page(cast: Cast, as_person: SignIn) -> None:
    sara = as_person(cast.sara)
    assert '<html lang="en"' in sara.get("/settings").content.decode()
    sara.post("/language", {"language": "ru", "next": "/settings"})
    page = sara.get("/settings")
    assert '<html lang="ru"' in page.content.decode()
    assert page.headers["Content-Language"] == "ru"


def test_a_visitors_choice_of_language_is_remembered(cast: Cast) -> None:
    visitor = Client()
    visitor.post("/language", {"language": "ru"})
    assert '<html lang="ru"' in visitor.get("/sign-in").content.decode()


def test_an_unknown_language_or_theme_changes_nothing(cast: Cast, as_person: SignIn) -> None:
    sara = as_person(cast.sara)
    sara.post("/language", {"language": "xx"})
    sara.post("/theme", {"theme": "pink"})
    cast.sara.refresh_from_db()
    assert (cast.sara.language, cast.sara.theme) == ("en", "auto")


def test_moved_company_time_is_shown(cast: Cast, as_person: SignIn) -> None:
    assert "2 Mar 2026" in as_person(cast.sara).get("/settings").content.decode()


def test_a_page_that_is_not_there_says_so_in_the_readers_language(cast: Cast, as_person: SignIn) -> None:
    answer = as_person(cast.sara).get("/nowhere")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.content.decode()


def test_the_companys_settings_are_for_its_administrator(cast: Cast, as_person: SignIn) -> None:
    assert as_person(cast.sara).get("/settings/company").status_code == 403
    assert as_person(cast.olga).get("/settings/company").status_code == 200


def test_no_page_carries_inline_script_or_style(cast: Cast, as_person: SignIn) -> None:
    page = as_person(cast.sara).get("/settings").content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert "<script>" not in page
    assert " onclick=" not in page


def test_who_answers_for_a_plan_begins_in_the_control_room_others_with_their_day(cast: Cast, as_person: SignIn) -> None:
    assert as_person(cast.henry).get("/").headers["Location"] == "/today"
    plan_goal(parameter="sales.revenue", first_day=Q1, last_day=END, target=60_000_000, by=SYSTEM)
    assert as_person(cast.henry).get("/").headers["Location"] == "/control-room"
    assert as_person(cast.sara).get("/").headers["Location"] == "/today"
    assert as_person(cast.mia).get("/").headers["Location"] == "/leads/board"


def test_a_phone_has_the_four_places_most_used_by_somebody_at_its_bottom_and_the_others_behind_a_fifth(
    cast: Cast,
) -> None:
    def at_the_thumb(person: User) -> list[str]:
        return [link.entry.view for link in rail(Actor.of(person), "/today") if link.thumb]

    assert at_the_thumb(cast.henry) == ["today", "lead_board", "board", "control_room"]
    assert at_the_thumb(cast.sara) == ["today", "lead_board", "customers", "board"]
