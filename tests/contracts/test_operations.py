"""Every operation writes its fact in the transaction of its change: without the fact there is no change."""

import inspect
import pkgutil
from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from io import BytesIO
from types import ModuleType

import pytest
import typst
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile

from setpoint import domains
from setpoint.domains.catalog.models import Product
from setpoint.domains.catalog.operations import products
from setpoint.domains.channels.operations import consents, purposes
from setpoint.domains.channels.operations import rules as channel_rules
from setpoint.domains.customers.models import (
    ContactPoint,
    ImportanceRule,
    LifeStage,
    Occasion,
    OccasionKind,
    Party,
    Segment,
    Topic,
)
from setpoint.domains.customers.operations import (
    bringing,
    contacts,
    decisions,
    details,
    duplicates,
    life,
    merges,
    notes,
    occasions,
    papers,
    parties,
    segments,
    vcards,
    vocabularies,
)
from setpoint.domains.sales.models import Deal, Outcome
from setpoint.domains.sales.operations import deals, history, pipelines, work_lists
from setpoint.journal.models import Fact
from setpoint.journal.writing import write
from setpoint.kernel import (
    calendar_orders,
    deputies,
    facts,
    job_orders,
    jobs,
    letters,
    looking,
    passwords,
    people,
    placing,
    preferences,
    role_changes,
    second_factors,
    sessions,
    sign_ins,
    suspending,
    tokens,
    trees_changed,
)
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.calendars import USUAL_WEEK
from setpoint.kernel.clock import machine_now
from setpoint.kernel.limits import operations as limits
from setpoint.kernel.models import Job, JobState, User
from setpoint.kernel.sign_ins import Origin
from setpoint.loop.inform.operations import wishes
from setpoint.platform.lists.operations import bulk, views
from setpoint.platform.models import SignInProvider
from setpoint.platform.personal import erasing, exporting, rules
from setpoint.platform.search.rebuilding import JOB as REBUILD
from setpoint.platform.single_sign_on import providers
from tests.cast import MONDAY, Cast, make_cast
from tests.contracts.activity_examples import activity_examples
from tests.contracts.exchange_examples import exchange_examples
from tests.contracts.sales_examples import lead_examples, part_examples, rates_loaded
from tests.one_world import a_world, taken_back

APPS = """kernel journal customers catalog sales inform mfa usersessions sessions socialaccount channels limits personal
lists exchange analytics activities"""
HERE = Origin("192.0.2.7", "Firefox")
VCARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Nina North\r\nEND:VCARD\r\n"
SECRET = "JBSWY3DPEHPK3PXP"
DEVICE = {"endpoint": "https://push.example/1", "p256dh": "BA", "auth": "AA", "label": "Firefox"}


def a_new_deal(cast: Cast) -> Deal:
    return Deal(
        name="Cedar shed",
        pipeline=cast.pipeline,
        stage=cast.stages[0],
        owner=cast.sara,
        customer=cast.oak,
        currency="USD",
    )


def a_number(cast: Cast, ending: str) -> ContactPoint:
    return ContactPoint(party=cast.ivan, medium="phone", value=f"+1 202 555 {ending}")


def a_pdf(text: str) -> bytes:
    """Return a PDF of one page that holds this as text."""
    return typst.compile(f"#set page(width: 10cm, height: 5cm)\n{text}, as we said on Monday at noon.".encode())


def a_rule() -> ImportanceRule:
    return ImportanceRule(importance="A", field="employees", operator="from", value="250")


def a_provider() -> SignInProvider:
    return SignInProvider(name="Tidewater ID", issuer="https://id.tidewater.example", client_id="setpoint", secret="s")


def a_session(c: Cast) -> UserSession:
    """Open a session of Sara's."""
    store = SessionStore()
    store.create()
    return UserSession.objects.create(user=c.sara, ip="192.0.2.7", session_key=store.session_key, user_agent="Firefox")


def examples(c: Cast) -> dict[Callable[..., object], Callable[[], object]]:
    """Return one call of every operation, with what it needs already there."""
    deal, lost = deals.create_many([a_new_deal(c), a_new_deal(c)], by=SYSTEM)
    deals.lose(lost, reason="Price", by=SYSTEM)
    day = date(2026, 3, 9)
    session = a_session(c)
    provider = providers.connect(a_provider(), by=SYSTEM)
    letter = letters.find(letters.invite(c.mia, by=SYSTEM))
    assert letter
    passwords.change(c.henry, "cedar and larch", by=SYSTEM)
    tomorrow = machine_now() + timedelta(days=1)
    token, _secret = tokens.make(c.sara, name="Import", scopes=["*:see"], expires_at=tomorrow, by=SYSTEM)
    passkey = second_factors.add_passkey(c.nora, label="Key", credential={}, by=SYSTEM)
    second_factors.require_of(c.olga.role, by=SYSTEM)
    news = purposes.add(key="news", name="Newsletter", text="You may write to me.", by=SYSTEM)
    consents.give(c.ivan, news, way="paper", by=SYSTEM)
    ada = parties.create(kind="person", name="Ada Ash", by=SYSTEM)
    bea, twin = (parties.create(kind="person", name=name, by=SYSTEM) for name in ("Bea Ash", "Ivan P."))
    merged = merges.merge(bea.pk, twin.pk, by=SYSTEM)
    rules.set_rule("inform.mail", days=90, deed="erase", by=SYSTEM)
    stand_in = {"first_day": day, "last_day": day, "by": SYSTEM}
    named = deputies.name_deputy(c.henry, c.sara, **stand_in)
    suspending.suspend(c.semyon, by=SYSTEM)
    territory = trees_changed.create_territory(name="North", by=SYSTEM)
    User.objects.filter(pk=c.stan.pk).update(access_until=date(2026, 3, 1))
    linked = providers.link(c.henry, key=provider.key, uid="henry", by=SYSTEM)
    jobs.discover()
    waits, failed = jobs.enqueue(REBUILD), jobs.enqueue(REBUILD)
    Job.objects.filter(pk=failed.pk).update(state=JobState.FAILED)
    calendar_orders.set_week(c.south, USUAL_WEEK, by=SYSTEM)
    device = wishes.add_device(c.sara, **DEVICE, by=SYSTEM)
    henry = Actor.of(c.henry)
    guests = segments.save(Segment(name="Guests", static=True), by=henry)
    segments.add(guests, [bea.pk], by=henry)
    edit = bulk.begin("sales.deal", change="owner", given=str(c.sara.pk), ids=[deal.pk], by=henry)
    view = views.save("sales.deal", name="Mine", asked={}, columns=[], by=henry)
    birthday = OccasionKind.objects.get(key="birthday")
    details.add(Occasion(party=c.ivan, kind=birthday, on=date(2009, 3, 12)), by=SYSTEM)
    fax, site = details.add_many([a_number(c, "0143"), a_number(c, "0144")], by=SYSTEM)
    topic, lead = Topic.objects.get(key="need"), LifeStage.objects.get(key="lead")
    decision = decisions.decide(c.ivan, outcome="Wants oak", next_step="Send samples", by=SYSTEM)
    note = notes.write(c.ivan, "Likes oak", by=SYSTEM)
    (scan,) = papers.take_in([SimpleUploadedFile("fax.pdf", a_pdf("Please send 2 sheds"))], c.ivan, actor=SYSTEM)
    stranger = contacts.Address("phone", "+1 202 555 0177")
    call = contacts.Contact("call", MONDAY, address=stranger)
    return (
        lead_examples(c)
        | activity_examples(c)
        | part_examples(c, deal)
        | rates_loaded()
        | exchange_examples(c, deal.pk)
        | {
            contacts.ensure: lambda: contacts.ensure(stranger, by=SYSTEM),
            contacts.ensure_many: lambda: contacts.ensure_many([stranger], by=SYSTEM),
            contacts.record: lambda: contacts.record(call, by=SYSTEM),
            contacts.record_many: lambda: contacts.record_many([call], by=SYSTEM),
            decisions.decide: lambda: decisions.decide(c.oak, outcome="Wants two", by=SYSTEM),
            decisions.finish: lambda: decisions.finish(decision, by=SYSTEM),
            notes.write_many: lambda: notes.write_many([(c.oak, "Likes cedar")], by=SYSTEM),
            notes.write: lambda: notes.write(c.oak, "Likes cedar", by=SYSTEM),
            notes.take_back: lambda: notes.take_back(note, party=c.ivan, by=SYSTEM),
            papers.read: lambda: papers.read(scan.pk, by=SYSTEM),
            bringing.bring: lambda: bringing.bring(
                [], [bringing.Wanted(a_number(c, "0149"), "phone", {})], c.ivan, by=SYSTEM
            ),
            vcards.create: lambda: vcards.create(VCARD, by=SYSTEM),
            vcards.change: lambda: vcards.change(c.ivan, VCARD, by=SYSTEM),
            details.add: lambda: details.add(a_number(c, "0145"), by=SYSTEM),
            details.add_many: lambda: details.add_many([a_number(c, "0145")], by=SYSTEM),
            details.change: lambda: details.change(fax, {"use": "fax"}, by=SYSTEM),
            details.remove: lambda: details.remove(fax, by=SYSTEM),
            details.remove_many: lambda: details.remove_many([fax, site], by=SYSTEM),
            life.enter: lambda: life.enter(c.ivan, lead, by=SYSTEM),
            life.enter_many: lambda: life.enter_many({c.ivan.pk: lead}, by=SYSTEM),
            occasions.tell_near: lambda: occasions.tell_near(by=SYSTEM),
            vocabularies.word: lambda: vocabularies.word(Topic(name="Wood", sort="preference"), by=SYSTEM),
            vocabularies.close: lambda: vocabularies.close(topic, by=SYSTEM),
            vocabularies.set_rules: lambda: vocabularies.set_rules([a_rule()], by=SYSTEM),
            consents.give: lambda: consents.give(ada, news, way="paper", by=SYSTEM),
            consents.withdraw: lambda: consents.withdraw(c.ivan, news, way="email", by=SYSTEM),
            purposes.add: lambda: purposes.add(key="calls", name="Calls", text="You may call me.", by=SYSTEM),
            purposes.reword: lambda: purposes.reword(news, text="You may write and call.", by=SYSTEM),
            channel_rules.set_all: lambda: channel_rules.set_all([], by=SYSTEM),
            purposes.close: lambda: purposes.close(news, by=SYSTEM),
            limits.change: lambda: limits.change({"upload.document": 5}, by=SYSTEM),
            erasing.erase: lambda: erasing.erase(c.ivan.pk, card=True, by=SYSTEM),
            exporting.export: lambda: exporting.export(c.ivan.pk, BytesIO(), by=SYSTEM),
            rules.set_rule: lambda: rules.set_rule("customers.party", days=365, deed="report", by=SYSTEM),
            rules.drop_rule: lambda: rules.drop_rule("inform.mail", by=SYSTEM),
            deputies.name_deputy: lambda: deputies.name_deputy(c.nora, c.sara, **stand_in),
            deputies.end_deputy: lambda: deputies.end_deputy(named, by=SYSTEM),
            looking.view_as: lambda: looking.view_as(c.sara, by=Actor.of(c.olga)),
            placing.give_roles: lambda: placing.give_roles(c.mia, c.sara.role, by=SYSTEM),
            placing.give_first_roles: lambda: placing.give_first_roles({c.mia.pk: c.sara.role}, by=SYSTEM),
            placing.move: lambda: placing.move(c.sara, c.south, by=SYSTEM),
            placing.move_many: lambda: placing.move_many({c.sara.pk: c.south}, by=SYSTEM),
            placing.limit_access_many: lambda: placing.limit_access_many({c.mia.pk: day}, by=SYSTEM),
            placing.give_territories: lambda: placing.give_territories(c.sara, [territory], by=SYSTEM),
            placing.limit_access: lambda: placing.limit_access(c.mia, day, by=SYSTEM),
            role_changes.create_role: lambda: role_changes.create_role(name="Auditor", by=SYSTEM),
            role_changes.make_role: lambda: role_changes.make_role(key="auditor", name="Auditor", by=SYSTEM),
            role_changes.rename_role: lambda: role_changes.rename_role(c.sara.role, "Sellers", by=SYSTEM),
            role_changes.grant: lambda: role_changes.grant(c.sara.role, "sales.deal", [], by=SYSTEM),
            role_changes.govern_fields: lambda: role_changes.govern_fields(
                c.sara.role, "sales.deal", {"amount": "hidden"}, by=SYSTEM
            ),
            suspending.suspend: lambda: suspending.suspend(c.sara, by=SYSTEM),
            suspending.resume: lambda: suspending.resume(c.semyon, by=SYSTEM),
            suspending.end_access: lambda: suspending.end_access(by=SYSTEM),
            trees_changed.change_team: lambda: trees_changed.change_team(
                c.north, name="Far North", parent=None, by=SYSTEM
            ),
            trees_changed.create_territory: lambda: trees_changed.create_territory(name="South", by=SYSTEM),
            trees_changed.change_territory: lambda: trees_changed.change_territory(
                territory, name="Far North", parent=None, by=SYSTEM
            ),
            providers.unlink: lambda: providers.unlink(linked, by=SYSTEM),
            calendar_orders.set_week: lambda: calendar_orders.set_week(None, USUAL_WEEK, by=SYSTEM),
            calendar_orders.set_day: lambda: calendar_orders.set_day(c.south, day, (), by=SYSTEM),
            calendar_orders.drop: lambda: calendar_orders.drop(c.south, by=SYSTEM),
            job_orders.retry: lambda: job_orders.retry(failed.pk, by=SYSTEM),
            job_orders.cancel: lambda: job_orders.cancel(waits.pk, by=SYSTEM),
            wishes.choose: lambda: wishes.choose(c.sara, {}, wishes.Rhythm(hour=9), by=SYSTEM),
            wishes.add_device: lambda: wishes.add_device(c.sara, **DEVICE, by=SYSTEM),
            wishes.remove_device: lambda: wishes.remove_device(device, by=SYSTEM),
            parties.create: lambda: parties.create(kind="person", name="Ada", by=SYSTEM),
            parties.create_many: lambda: parties.create_many([Party(kind="person", name="Ada")], by=SYSTEM),
            parties.change: lambda: parties.change(c.oak, {"sector": "building"}, by=SYSTEM),
            products.create: lambda: products.create(name="Larch shed", list_price=900, currency="USD", by=SYSTEM),
            products.change_many: lambda: products.change_many({c.shed.pk: {"list_price": 900}}, by=SYSTEM),
            products.create_many: lambda: products.create_many(
                [Product(name="Bench", list_price=100, currency="USD")], by=SYSTEM
            ),
            pipelines.create: lambda: pipelines.create(name="New", stages=[pipelines.NewStage("One", 10)], by=SYSTEM),
            deals.create: lambda: deals.create(
                name="Shed", pipeline=c.pipeline, stage=c.stages[0], owner=c.sara, currency="USD", by=SYSTEM
            ),
            deals.create_many: lambda: deals.create_many([a_new_deal(c)], by=SYSTEM),
            deals.touch_many: lambda: deals.touch_many([deals.Touch(deal.pk, "call", MONDAY)], by=SYSTEM),
            deals.move_many: lambda: deals.move_many([deals.Move(deal.pk, c.stages[1])], by=SYSTEM),
            deals.shift: lambda: deals.shift([deal.pk], old=deal.stage_id, new=c.stages[1].pk, by=SYSTEM),
            deals.close_many: lambda: deals.close_many([deals.Closing(deal.pk, Outcome.WON, MONDAY)], by=SYSTEM),
            history.create_with_past: lambda: history.create_with_past(
                [history.Past(a_new_deal(c), MONDAY)], by=SYSTEM
            ),
            history.revalue_many: lambda: history.revalue_many({deal.pk: history.Later(MONDAY, amount=5)}, by=SYSTEM),
            deals.win: lambda: deals.win(deal, by=SYSTEM),
            deals.lose: lambda: deals.lose(deal, reason="Price", by=SYSTEM),
            deals.reopen: lambda: deals.reopen(lost, by=SYSTEM),
            deals.reassign_many: lambda: deals.reassign_many({deal.pk: c.semyon}, by=SYSTEM),
            deals.change: lambda: deals.change(deal, {"amount": 100}, by=SYSTEM),
            work_lists.order_many: lambda: work_lists.order_many(
                {c.sara.pk: [work_lists.Place(deal.pk, 1.5)]}, by=SYSTEM
            ),
            people.create_users: lambda: people.create_users([User(name="Ada", email="ada@x.example")], by=SYSTEM),
            people.create_team: lambda: people.create_team(name="East", by=SYSTEM),
            people.set_head: lambda: people.set_head(c.north, c.sara, by=SYSTEM),
            sign_ins.succeed: lambda: sign_ins.succeed(c.sara, way="password", origin=HERE, by=SYSTEM),
            sign_ins.fail: lambda: sign_ins.fail("nobody@x.example", origin=HERE, by=SYSTEM),
            sign_ins.leave: lambda: sign_ins.leave(c.sara, origin=HERE, by=SYSTEM),
            sessions.revoke: lambda: sessions.revoke(session, by=SYSTEM),
            sessions.revoke_all: lambda: sessions.revoke_all(c.sara, by=SYSTEM),
            letters.invite: lambda: letters.invite(c.anton, by=SYSTEM),
            letters.withdraw: lambda: letters.withdraw(c.mia, by=SYSTEM),
            letters.forgotten: lambda: letters.forgotten(c.henry, by=SYSTEM),
            letters.accept: lambda: letters.accept(letter, "oak and willow", by=SYSTEM),
            tokens.make: lambda: tokens.make(c.sara, name="Export", scopes=["*:see"], expires_at=tomorrow, by=SYSTEM),
            tokens.revoke: lambda: tokens.revoke(token, by=SYSTEM),
            providers.connect: lambda: providers.connect(a_provider(), by=SYSTEM),
            providers.change: lambda: providers.change(provider, by=SYSTEM),
            providers.disconnect: lambda: providers.disconnect(provider, by=SYSTEM),
            providers.link: lambda: providers.link(c.sara, key=provider.key, uid="sara", by=SYSTEM),
            passwords.change: lambda: passwords.change(c.sara, "oak and willow", by=SYSTEM),
            second_factors.add_app: lambda: second_factors.add_app(c.semyon, secret=SECRET, by=SYSTEM),
            second_factors.add_passkey: lambda: second_factors.add_passkey(
                c.sara, label="Key", credential={}, by=SYSTEM
            ),
            second_factors.rename_passkey: lambda: second_factors.rename_passkey(passkey, label="Ring", by=SYSTEM),
            second_factors.remove: lambda: second_factors.remove(passkey, by=SYSTEM),
            second_factors.make_recovery_codes: lambda: second_factors.make_recovery_codes(c.nora, by=SYSTEM),
            second_factors.reset: lambda: second_factors.reset(c.nora, by=SYSTEM),
            second_factors.require_of: lambda: second_factors.require_of(c.sara.role, by=SYSTEM),
            second_factors.release: lambda: second_factors.release(c.olga.role, by=SYSTEM),
            people.record_absence: lambda: people.record_absence(c.sara, first_day=day, last_day=day, by=SYSTEM),
            preferences.change_person: lambda: preferences.change_person(c.sara, {"language": "ru"}, by=SYSTEM),
            bulk.begin: lambda: bulk.begin("sales.deal", change="owner", given=str(c.sara.pk), ids=[deal.pk], by=henry),
            bulk.undo: lambda: bulk.undo(edit, by=henry),
            parties.change_many: lambda: parties.change_many({c.oak.pk: {"sector": "building"}}, by=SYSTEM),
            views.save: lambda: views.save("sales.deal", name="Big", asked={}, columns=[], by=henry),
            views.delete: lambda: views.delete(view, by=henry),
            views.choose_columns: lambda: views.choose_columns("sales.deal", ["name"], by=henry),
            views.open_with: lambda: views.open_with("sales.deal", view, by=henry),
            segments.save: lambda: segments.save(Segment(name="Friends", static=True), by=henry),
            segments.delete: lambda: segments.delete(guests, by=henry),
            segments.add: lambda: segments.add(guests, [ada.pk], by=henry),
            segments.remove: lambda: segments.remove(guests, [bea.pk], by=henry),
            merges.merge: lambda: merges.merge(ada.pk, bea.pk, by=SYSTEM),
            merges.undo: lambda: merges.undo(merged, by=SYSTEM),
            duplicates.say_different: lambda: duplicates.say_different([(ada.pk, bea.pk)], by=SYSTEM),
            duplicates.merge_many: lambda: duplicates.merge_many([(ada.pk, bea.pk)], by=SYSTEM),
            preferences.change_company: lambda: preferences.change_company({"country": "DE"}, by=SYSTEM),
        }
    )


def operations() -> list[Callable[..., object]]:
    """Return every public function with `by` in the operations of every domain, in kernel and platform."""
    kernel = (letters, passwords, people, preferences, second_factors, sessions, sign_ins, tokens)
    of_rights = (deputies, looking, placing, role_changes, suspending, trees_changed, calendar_orders, job_orders)
    modules: list[ModuleType] = [*kernel, *of_rights, wishes, providers, limits, erasing, exporting, rules, views, bulk]
    names = [found.name for found in pkgutil.walk_packages(domains.__path__, f"{domains.__name__}.")]
    modules += [import_module(name) for name in names if ".operations." in name]
    return [
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_")
        and function.__module__ == module.__name__
        and "by" in inspect.signature(function).parameters
    ]


def name_of(operation: Callable[..., object]) -> str:
    return f"{operation.__module__.removeprefix('setpoint.')}.{operation.__name__}"


@pytest.fixture(scope="module")
def world(template_database, django_db_blocker):
    """The examples, and what is in the database before any of them."""
    with a_world(django_db_blocker):
        calls = examples(make_cast())
        yield calls, rows()


@pytest.mark.parametrize("operation", operations(), ids=name_of)
def test_an_operation_writes_a_fact(world, operation):
    call = world[0][operation]
    with taken_back(call):
        before = Fact.objects.count()
        call()
        assert Fact.objects.count() > before


class JournalDownError(Exception): ...


@pytest.mark.parametrize("operation", operations(), ids=name_of)
def test_without_its_fact_nothing_happens(world, operation):
    calls, before = world

    def refuse(_: object) -> list[int]:
        raise JournalDownError

    with taken_back(calls[operation]):
        facts.connect(refuse)
        try:
            with pytest.raises(JournalDownError):
                calls[operation]()
        finally:
            facts.connect(write)
        assert rows() == before


def rows() -> list[tuple[object, ...]]:
    """Return every row that the examples may touch."""
    models = [model for app in APPS.split() for model in apps.get_app_config(app).get_models()]
    return [row for model in models for row in model.objects.order_by("pk").values_list()]
