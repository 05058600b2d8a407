"""An import from upload to undo: what comes in, what is given back, and that nothing remains after undo."""

import io
from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from setpoint.domains.customers.models import Party
from setpoint.domains.sales.models import Closure, Deal, Pipeline
from setpoint.domains.sales.operations import deals
from setpoint.domains.sales.queries import rebuild
from setpoint.journal.followers import catch_up
from setpoint.journal.models import Fact
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Job, Team, User
from setpoint.loop.record.models import DailyMeasure
from setpoint.platform.importing import agreeing, running, undoing
from setpoint.platform.importing.files import folder
from setpoint.platform.importing.outlooks import dry_run
from setpoint.platform.importing.problems import FileError
from setpoint.platform.importing.reading import read
from setpoint.platform.importing.refusals import refused_file
from setpoint.platform.importing.uploads import Upload, abandon, revise, upload
from setpoint.platform.models import ImportRun, ImportState, ReleaseItem
from tests.cast import Cast
from tests.platform.importing.helpers import HEADER, accept_all, files, imported

TEAMS = "Sales agent,Manager,Regional office\nAda Ash,Bob Birch,Coast\nCy Cedar,Bob Birch,Coast\n"
PRODUCTS = "Product,Series,Sales price\nTide Pro,Tide,4821\nTide 500,Tide,550\n"
ACCOUNTS = "Account,Sector,Employees,Office location\nDriftwood Ltd,technolgy,12,Philipines\n"
DEALS = (
    HEADER
    + "D1,Ada Ash,TidePro,Driftwood Ltd,Won,10/20/2016,3/1/2017,4500.50\n"
    + "D2,Ada Ash,Tide 500,,Lost,11/1/2016,2/1/2017,0\n"
    + "D3,Cy Cedar,Tide 500,Harbour Inn,Engaging,12/1/2016,,\n"
    + "D4,Cy Cedar,Tide Pro,,Prospecting,,,\n"
)


@pytest.fixture
def olga(cast: Cast) -> Actor:
    return Actor.of(cast.olga)


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def everything(olga: Actor) -> ImportRun:
    return imported(olga, deals=DEALS, accounts=ACCOUNTS, products=PRODUCTS, teams=TEAMS)


def test_files_are_recognised_and_put_into_the_order_in_which_they_refer_to_each_other(olga):
    run = upload(files(deals=DEALS, accounts=ACCOUNTS, products=PRODUCTS, teams=TEAMS), by=olga)

    assert [file.kind for file in run.files.all()] == ["teams", "products", "accounts", "deals"]
    assert (run.state, Deal.objects.count()) == (ImportState.DRAFT, 0)


def test_the_currency_is_asked_for_where_the_file_has_none(olga):
    run = upload(files(products=PRODUCTS), by=olga)

    assert agreeing.questions(run.files.get()) == ["currency"]
    with pytest.raises(ValidationError, match=r"products\.csv: currency"):
        running.start(run, by=olga)
    assert not Job.objects.exists()


def test_a_dry_run_counts_and_writes_nothing(olga):
    run = upload(files(deals=DEALS, products=PRODUCTS, teams=TEAMS), by=olga)
    accept_all(run, olga)
    facts = Fact.objects.count()

    outlook = dry_run(run)[-1]

    assert (outlook.created, outlook.matched, outlook.refused) == (4, 0, 0)
    assert dict(outlook.marks) == {"estimated": 2, "unknown_amount": 1, "undated": 1, "without_customer": 2}
    assert (Deal.objects.count(), Fact.objects.count()) == (0, facts)


def test_deals_come_in_as_they_are_today_with_their_past(everything):
    won, lost, dated, undated = Deal.objects.order_by("external_id")

    assert (won.closure.outcome, won.amount, won.estimated, won.name) == (
        "won",
        450_050,
        False,
        "Tide Pro — Driftwood Ltd",
    )
    assert (lost.closure.outcome, lost.amount, lost.customer) == ("lost", None, None)
    assert (dated.stage.name, dated.amount, dated.estimated) == ("Engaging", 55_000, True)
    assert (undated.stage.name, undated.opened_at, undated.amount) == ("Prospecting", None, 482_100)
    assert [rebuild(deal.pk)["amount"] for deal in (won, lost, dated, undated)] == [450_050, None, 55_000, 482_100]


def test_managers_become_heads_of_teams_and_nobody_can_sign_in_uninvited(everything):
    ada, bob = User.objects.get(name="Ada Ash"), User.objects.get(name="Bob Birch")

    assert (ada.team.head, ada.team.region, ada.role.key) == (bob, "Coast", "seller")
    assert (bob.team, bob.role.key) == (ada.team, "head")
    assert not ada.has_usable_password()
    assert not bob.has_usable_password()


def test_accepted_repairs_are_what_is_stored_and_unknown_customers_are_created(everything):
    driftwood = Party.objects.get(name="Driftwood Ltd")

    assert (driftwood.sector, driftwood.country) == ("technology", "Philippines")
    assert Party.objects.filter(name="Harbour Inn").exists()
    assert everything.files.get(kind="deals").created == 4


def test_a_second_import_of_the_same_file_finds_everything_there(olga, everything):
    again = imported(olga, deals=DEALS, accounts=ACCOUNTS, products=PRODUCTS, teams=TEAMS)

    assert [(file.created, file.matched, file.refused) for file in again.files.all()] == [
        (0, 2, 0),
        (0, 2, 0),
        (0, 1, 0),
        (0, 4, 0),
    ]
    assert Deal.objects.count() == 4


def test_bad_rows_are_refused_alone_and_given_back_with_the_reason_beside_them(olga):
    bad = (
        "D5,Ada Ash,Tide 500,=1+1,Won,1/2/2017,1/1/2017,-5\n"
        "D6,Ada Ash,Tide 500,,Won,1/2/2017,1/1/2017,5\n"
        "D1,Ada Ash,Tide 500\n"
    )
    run = imported(olga, deals=DEALS + bad, products=PRODUCTS, teams=TEAMS)
    file = run.files.get(kind="deals")

    lines = "".join(refused_file(file)).splitlines()

    assert (file.created, file.refused, file.done, Deal.objects.count()) == (4, 3, 7, 4)
    assert lines[0] == "\ufeff" + HEADER.strip() + ",Row,What is wrong,What to do"
    assert lines[1].startswith("D5,Ada Ash,Tide 500,'=1+1,Won,1/2/2017,1/1/2017,-5,6,")
    assert "Account: The cell holds a formula: =1+1." in lines[1]
    assert "Close value: “-5” is below zero." in lines[1]
    assert "The deal was closed before it was created." in lines[2]
    assert lines[3].startswith("D1,Ada Ash,Tide 500,,,,,,8,The row has 3 cells where the header has 8.")


def test_undo_takes_everything_back_and_every_figure_is_what_it_was(cast, olga):
    imported(olga, deals=HEADER + "K1,Sara Stone,Cedar shed,Oak & Sons,Won,2017-01-01,2017-02-01,100\n")
    catch_up(["measures"])
    before = (list(DailyMeasure.objects.order_by("pk").values_list()), rows())
    run = imported(olga, deals=DEALS, accounts=ACCOUNTS, products=PRODUCTS, teams=TEAMS)
    catch_up(["measures"])
    assert DailyMeasure.objects.count() > len(before[0])

    undoing.undo(run, by=olga)
    run.refresh_from_db()
    undoing.work_back(run)
    catch_up(["measures"])

    assert (sorted(DailyMeasure.objects.values_list()), rows()) == (sorted(before[0]), before[1])
    assert run.state == ImportState.UNDONE
    assert not run.ranges.exists()
    assert not ReleaseItem.objects.exists()


def rows() -> list[object]:
    return [
        list(model.objects.order_by("pk").values_list()) for model in (Deal, Closure, Pipeline, Party, User, Team)
    ] + [Fact.objects.standing().count()]


def test_what_others_have_built_upon_an_import_stays_with_its_facts(cast, olga):
    run = imported(olga, teams=TEAMS)
    ada = User.objects.get(name="Ada Ash")
    Deal.objects.create(name="Shed", pipeline=cast.pipeline, stage=cast.stages[0], owner=ada, currency="USD")

    undoing.undo(run, by=olga)
    run.refresh_from_db()
    undoing.work_back(run)

    assert list(User.objects.filter(name__in=["Ada Ash", "Bob Birch", "Cy Cedar"])) == [ada]
    assert Fact.objects.about("kernel.user", [ada.pk]).standing().count() == 1


def test_a_file_that_is_no_table_leaves_nothing_behind(olga):
    facts = Fact.objects.count()

    with pytest.raises(FileError, match="picture"):
        upload([*files(products=PRODUCTS), Upload("picture.csv", io.BytesIO(b"\x89PNG\r\n\x1a\n\x00\x00"))], by=olga)

    assert (ImportRun.objects.count(), Fact.objects.count()) == (0, facts)
    assert not list(folder().iterdir())


def test_a_file_without_a_required_column_cannot_start_until_the_user_shows_it(olga):
    thing = Upload("products.csv", io.BytesIO(b"Thing,Sales price\nTide Pro,5\n"), kind="products")
    run = upload([thing], by=olga)
    file = run.files.get()
    assert agreeing.questions(file) == ["name", "currency"]
    with pytest.raises(FileError, match=r"file\.column"):
        agreeing.preview(file)

    revise(file, columns={"name": 0, "price": 1}, by=olga)
    run.refresh_from_db()
    read(run, by=olga)
    file.refresh_from_db()

    assert agreeing.questions(file) == ["currency"]
    assert [record.values["name"] for record in agreeing.preview(file)] == ["Tide Pro"]


def test_an_abandoned_draft_leaves_no_file(olga):
    run = upload(files(products=PRODUCTS), by=olga)

    abandon(run, by=olga)

    assert not ImportRun.objects.exists()
    assert not list(folder().iterdir())


def test_a_seller_imports_nothing(cast):
    with pytest.raises(PermissionDenied):
        upload(files(products=PRODUCTS), by=Actor.of(cast.sara))

    assert not ImportRun.objects.exists()


def test_a_head_imports_customers_but_no_deals_of_others(cast):
    henry = Actor.of(cast.henry)

    assert imported(henry, accounts=ACCOUNTS).state == ImportState.DONE
    with pytest.raises(PermissionDenied):
        upload(files(deals=DEALS), by=henry)


def test_an_import_that_was_killed_goes_on_where_it_stood(olga):
    class KilledError(Exception):
        pass

    many = HEADER + "".join(f"M{n},Sara Stone,Cedar shed,,Engaging,1/1/2017,,\n" for n in range(350))
    many += "M0,Sara Stone,Cedar shed,,Engaging,1/1/2017,,\n"
    run = upload(files(deals=many), by=olga)
    accept_all(run, olga)
    running.start(run, by=olga)
    run.refresh_from_db()
    ticks = []

    def kill(done: int, total: int) -> None:
        ticks.append((done, total))
        if len(ticks) == 2:
            raise KilledError

    with pytest.raises(KilledError):
        running.work(run, tick=kill)
    half = Deal.objects.count()
    running.work(run, tick=lambda done, total: ticks.append((done, total)))

    file = run.files.get()
    assert (half, Deal.objects.count(), file.created, file.refused) == (100, 350, 350, 1)
    assert file.refusals.get().problems[0]["code"] == "key.duplicate"
    assert ticks[-1] == (351, 351)
    assert Fact.objects.filter(kind="sales.deal_opened").count() == 350


def test_undo_leaves_what_people_worked_on_and_what_that_needs_and_says_so(cast, olga, everything):
    won = Deal.objects.get(external_id="D1")
    deals.reopen(won, by=olga)

    undoing.undo(everything, by=olga)
    undoing.work_back(ImportRun.objects.get())

    run = ImportRun.objects.get()
    left = sorted(Counter(run.left.values_list("kind", "because")).items())
    assert left == [
        (("catalog.product", "needed"), 1),
        (("customers.party", "needed"), 1),
        (("kernel.user", "needed"), 1),
        (("sales.deal", "edited"), 1),
        (("sales.pipeline", "needed"), 1),
    ]
    assert run.taken_back == 8
    assert (Deal.objects.get(), Deal.objects.get().customer.name) == (won, "Driftwood Ltd")
