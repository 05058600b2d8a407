"""Reads the table of access, builds what its rows name, asks for one address as one person and says what came."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from http.cookies import SimpleCookie
from io import BytesIO
from pathlib import Path

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import ResolverMatch, URLPattern, URLResolver, get_resolver, resolve

from setpoint.domains.activities import inviting
from setpoint.domains.activities.models import Sequence
from setpoint.domains.activities.operations import feeds, sequences
from setpoint.domains.analytics.operations import dashboards, reports
from setpoint.domains.analytics.operations.letters import agree
from setpoint.domains.channels.operations import purposes
from setpoint.domains.customers.models import ContactPoint, LifeStage
from setpoint.domains.customers.operations import decisions, notes, papers, parties
from setpoint.domains.exchange.models import Delivery, DeliveryState, ScheduledExport
from setpoint.domains.exchange.operations import endpoints, scheduled_exports
from setpoint.domains.sales.models import LeadState, Recut, RoutingRule
from setpoint.domains.sales.operations import routing
from setpoint.journal.models import Fact
from setpoint.kernel import deputies, jobs, letters, second_factors, tokens
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.clock import machine_now
from setpoint.kernel.models import Job, JobState, Role, User
from setpoint.kernel.refs import Ref
from setpoint.kernel.trees_changed import create_territory
from setpoint.loop.control.models import Alarm, Case
from setpoint.loop.cycle_db import run_tick
from setpoint.loop.inform.kinds import NewNotice
from setpoint.loop.inform.operations import wishes
from setpoint.loop.inform.operations.notices import tell_many
from setpoint.platform.fields.files import take_in
from setpoint.platform.fields.operations.values import fill
from setpoint.platform.importing.uploads import Upload, upload
from setpoint.platform.lists.operations import bulk, exports, views
from setpoint.platform.mailbox.reading import folder
from setpoint.platform.models import SignInProvider
from setpoint.platform.objects.operations import records
from setpoint.platform.removing.operations import remove
from setpoint.platform.search.rebuilding import JOB as REBUILD
from setpoint.platform.single_sign_on import providers
from tests.cast import MONDAY, Cast
from tests.contracts.activity_examples import a_step, an_activity
from tests.contracts.report_examples import ASKED
from tests.contracts.sales_examples import a_lead
from tests.loop.bench import REASSIGN, Bench
from tests.platform.fields.making import DEAL, a_field
from tests.platform.objects.test_kinds import machines, sellers
from tests.site import PASSWORD
from tests.web.conftest import a_deal

TABLE = Path(__file__).parent / "access.txt"
PEOPLE = ("anonymous", "stranger", "seller", "colleague", "head", "administrator")
REFUSALS = {"sign-in", "forbidden", "not-found", "confirm", "forged", "401"}
API = "/api/"
LETTER = "20260302T090000000000-00000000"
CUSTOMERS = b"Account,Sector\nHarbour Inn,Hotels\n"


@dataclass(frozen=True)
class Row:
    """One line: a method, an address with {names}, what a form sends, and what comes for each of PEOPLE."""

    line: int
    method: str
    address: str
    body: str
    expected: tuple[str, ...]

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods that the line speaks of."""
        return ("GET", "POST") if self.method == "ANY" else (self.method,)


def read_table() -> list[Row]:
    """Return the lines; `method address [form] six results`, # begins a comment."""
    rows = []
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), 1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        method, address, *body = words[: -len(PEOPLE)]
        rows.append(Row(number, method, address, "".join(body), tuple(words[-len(PEOPLE) :])))
    return rows


def routes() -> Iterator[str]:
    """Yield every route of the product."""

    def below(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
        for entry in patterns:
            path = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from below(entry.url_patterns, path)
            else:
                yield path

    yield from below(get_resolver().url_patterns, "")


@dataclass
class Scene:
    """The company with one of everything, a browser of each person, and a program that acts for him."""

    names: dict[str, int | str]
    browsers: dict[str, Client]
    programs: dict[str, Client]

    def address_of(self, row: Row) -> str:
        """Return the address with its names filled in."""
        return row.address.format(**self.names)

    def route_of(self, row: Row) -> ResolverMatch:
        """Return what answers at the address."""
        return resolve(self.address_of(row).partition("?")[0])

    def ask(self, person: str, method: str, row: Row, *, token: bool = True) -> str:
        """Ask as somebody, take back what was done, and say what came; without `token` the form has none."""
        browser = self.browsers[person]
        cookies = browser.cookies.output()
        browser.handler.enforce_csrf_checks = not token
        address, body = self.address_of(row), row.body.format(**self.names)
        with transaction.atomic():
            before = Fact.objects.count()
            if address.startswith(API):
                answer = self.programs[person].generic(method, address, as_json(body), content_type="application/json")
            elif method == "GET":
                answer = browser.get(address)
            else:
                form = QueryDict(body, mutable=True)
                if method == "DELETE":
                    form["_method"] = "DELETE"
                answer = browser.post(address, form.urlencode(), content_type="application/x-www-form-urlencoded")
            if answer.streaming:
                answer.getvalue()
            came = said(answer)
            if came in REFUSALS and Fact.objects.count() != before:
                came += ", but wrote"
            transaction.set_rollback(True)
        browser.cookies = SimpleCookie(cookies.replace("Set-Cookie: ", ""))
        return came


def as_json(form: str) -> str:
    """Return what a form says as JSON; texts of digits are numbers."""
    values = QueryDict(form).items()
    return json.dumps({name: int(value) if value.isdigit() else value for name, value in values}) if form else ""


def said(answer: object) -> str:
    """Return in a word what an answer is."""
    status, place = answer.status_code, answer.headers.get("Location", "")
    named = {403: "forbidden", 404: "not-found", 405: "no-method", 410: "gone"}
    if status in named:
        is_forged = status == 403 and any(each.name == "web/errors/csrf.html" for each in answer.templates)
        return "forged" if is_forged else named[status]
    path = place.partition("?")[0]
    if path.startswith("/sign-in/confirmation"):
        return "confirm"
    if path == "/sign-in" and "next=" in place:
        return "sign-in"
    return "ok" if status in {200, 201, 204, 302, 303, 422} else str(status)


def build(bench: Bench) -> Scene:
    """Put one of everything into the company, and everybody before a browser."""
    cast = bench.cast
    cast.stan.role = None
    cast.stan.save()
    who = dict(zip(PEOPLE[1:], (cast.stan, cast.sara, cast.semyon, cast.henry, cast.olga), strict=True))
    _letter_to(cast.sara)
    browsers = {"anonymous": Client()} | {name: _signed_in(user) for name, user in who.items()}
    names: dict[str, int | str] = {
        "saras_deal": a_deal(cast).pk,
        "stans_deal": a_deal(cast, owner=cast.stan).pk,
        "customer": cast.ivan.pk,
        "pipeline": cast.pipeline.pk,
        "stage": cast.stages[1].pk,
        "product": cast.shed.pk,
        "sara": cast.sara.pk,
        "semyon": cast.semyon.pk,
        "mia": cast.mia.pk,
        "north": cast.north.pk,
        "role": Role.objects.get(key="agent").pk,
        "correction": bench.propose(REASSIGN).pk,
        "recut": Recut.objects.create(made_at=MONDAY).pk,
        "saras_lead": a_lead(cast).pk,
        "saras_activity": an_activity(cast).pk,
        **_of_calendar(cast),
        "lead_state": LeadState.objects.all()[1].pk,
        "routing_rule": routing.save(RoutingRule(name="All"), seats=[routing.Seat(cast.sara)], by=SYSTEM).pk,
    }
    parties.change(cast.ivan, {"phone": "+1 202 555 0143"}, by=SYSTEM)
    (scan,) = papers.take_in([SimpleUploadedFile("fax.txt", b"Two sheds")], cast.ivan, actor=SYSTEM)
    names |= {
        "note": notes.write(cast.ivan, "Likes oak", papers=[scan.pk], by=Actor.of(cast.sara)),
        "paper": scan.pk,
        "decision": decisions.decide(cast.ivan, outcome="Wants two", next_step="Send samples", by=SYSTEM).pk,
        "life_stage": LifeStage.objects.get(key="lead").pk,
        "address": ContactPoint.objects.get(party=cast.ivan, medium="phone").pk,
    }
    run_tick(MONDAY)
    names |= {"company_goal": bench.goals[0].pk, "north_goal": bench.goals[1].pk}
    names |= {"case": _a_case(bench), "alarm": _an_alarm()}
    for person in ("seller", "colleague"):
        _confirm(browsers[person])
    programs = {"anonymous": Client()} | {name: _program_of(user) for name, user in who.items()}
    names |= _of_platform(bench) | _of_sign_in(bench) | _of_watching(bench) | _of_exchange(bench)
    return Scene(names, browsers, programs)


def _of_calendar(cast: Cast) -> dict[str, int | str]:
    guest = an_activity(cast, kind="meeting", parties=[cast.ivan.pk]).participants.get()
    series = sequences.save(Sequence(name="Warm"), [a_step()], by=SYSTEM)
    (inside,) = sequences.enrol_many(series, DEAL, [a_deal(cast, name="Followed").pk], by=SYSTEM)
    followed = {"sequence": series.pk, "enrolment": inside.pk}
    return followed | {"answer_key": inviting.key_of(guest), "feed": feeds.make(cast.sara, by=SYSTEM)}


def _program_of(user: User) -> Client:
    tomorrow = machine_now() + timedelta(days=1)
    _row, secret = tokens.make(user, name="Program", scopes=["*:*"], expires_at=tomorrow, by=SYSTEM)
    return Client(headers={"authorization": f"Bearer {secret}"})


def _a_case(bench: Bench) -> int:
    """A deviation of the company."""
    figures = {"admissibility": 2, "p_hit": 0.2, "gap": -9, "money_at_risk": 9}
    goal = bench.goals[0]
    case = Case(
        plan=goal.version.plan,
        parameter="sales.cycle",
        scope_kind="company",
        scope_id=1,
        opened_at=MONDAY,
        updated_at=MONDAY,
        **figures,
    )
    case.save()
    return case.pk


def _an_alarm() -> int:
    """An alarm of the company."""
    day = MONDAY.date()
    figures = {"level": 3.0, "limit": 2.0, "baseline": 5.0, "ratio": 0.6}
    scope = {"parameter": "sales.created", "scope_kind": "company", "scope": "1"}
    return Alarm.objects.create(since=day, begin=day, **scope, **figures).pk


def _signed_in(user: User) -> Client:
    user.set_password(PASSWORD)
    user.save()
    browser = Client()
    browser.force_login(user)
    browser.get("/language")
    return browser


def _confirm(browser: Client) -> None:
    """Let somebody prove who he is."""
    browser.post("/sign-in/confirmation", {"password": PASSWORD, "next": "/settings"})


def _letter_to(user: User) -> None:
    folder().mkdir()
    (folder() / f"{LETTER}.eml").write_bytes(f"To: new-{user.email}, {user.email}\r\n\r\nHello".encode())


def _of_platform(bench: Bench) -> dict[str, int | str]:
    cast = bench.cast
    sara = Actor.of(cast.sara)
    draft = upload([Upload("customers.csv", BytesIO(CUSTOMERS))], by=Actor.of(cast.henry))
    kind = machines(roles=sellers())
    plot, old = a_field("plot"), a_field("old")
    a_field("drawing", "file")
    saras = a_deal(cast, name="With a drawing").pk
    fill(DEAL, saras, {"drawing": take_in(SimpleUploadedFile("a.txt", b"four posts"))}, by=SYSTEM)
    news = purposes.add(key="news", name="Newsletter", text="You may write to me.", by=SYSTEM)
    far = MONDAY.date() + timedelta(days=60)
    named = deputies.name_deputy(cast.sara, cast.semyon, first_day=far, last_day=far, by=SYSTEM)
    return {
        "purpose": news.pk,
        "saras_deputy": named.pk,
        "territory": create_territory(name="North", by=SYSTEM).pk,
        "letter": LETTER,
        "import": draft.pk,
        "import_file": draft.files.get().pk,
        "plot": plot.pk,
        "removal": remove("field", old.pk, goes_to=None, by=SYSTEM).pk,
        "machine": records.create(kind, name="Saw", owner=cast.sara, by=SYSTEM).pk,
        "drawn_deal": saras,
        "saras_view": views.save(DEAL, name="Big", asked={}, columns=[], shared="everybody", by=sara).pk,
        "saras_change": bulk.begin(DEAL, change="f.plot", given="7", ids=[saras], by=sara).pk,
        "saras_file": exports.begin(DEAL, ending="csv", columns=["name"], asked={}, by=sara).pk,
    }


def _of_exchange(bench: Bench) -> dict[str, int | str]:
    hook = endpoints.make(name="ERP", url="https://erp.example/hook", kinds=[], owner=bench.cast.olga, by=SYSTEM)
    now, fact = machine_now(), Fact.objects.earliest("pk")
    told = Delivery.objects.create(
        endpoint=hook,
        identity="msg_1",
        fact=fact.pk,
        fact_kind=fact.kind,
        about_kind=fact.about_kind,
        about_id=fact.about_id,
        state=DeliveryState.DELIVERED,
        made_at=now,
        due_at=now,
    )
    henry = bench.cast.henry
    view = views.save("customers.party", name="All", asked={}, columns=[], by=Actor.of(henry))
    export = scheduled_exports.schedule(ScheduledExport(owner=henry, view=view), by=Actor.of(henry))
    kept = reports.save(name="Hers", asked=ASKED, shared=False, by=Actor.of(bench.cast.sara))
    page = dashboards.save_dashboard(name="Hers", tiles=["pipeline"], by=Actor.of(bench.cast.sara))
    agreed = {"report": "funnel", "name": "Funnel", "asked": {}, "form": "pdf", "often": "day", "hour": 7}
    letter = agree(**agreed, by=Actor.of(bench.cast.sara))
    of_sara = {"sara_report": kept.pk, "sara_page": page.pk, "sara_letter": letter.pk}
    return {"webhook": hook.pk, "delivery": told.pk, "henrys_export": export.pk} | of_sara


def _of_watching(bench: Bench) -> dict[str, int | str]:
    sara = bench.cast.sara
    failed = jobs.enqueue(REBUILD)
    Job.objects.filter(pk=failed.pk).update(state=JobState.FAILED)
    device = wishes.add_device(sara, endpoint="https://push.example/2", p256dh="BA", auth="AA", label="Key", by=SYSTEM)
    (notice,) = tell_many([NewNotice(sara.pk, "sales.received", Ref(DEAL, 1), MONDAY, "x", {"actor": "Henry Hale"})])
    return {"failed_job": failed.pk, "saras_device": device.pk, "saras_notice": notice.pk}


def _of_sign_in(bench: Bench) -> dict[str, int | str]:
    sara, nora = bench.cast.sara, bench.cast.nora
    tomorrow = machine_now() + timedelta(days=1)
    token, _secret = tokens.make(sara, name="Import", scopes=["*:see"], expires_at=tomorrow, by=SYSTEM)
    second_factors.add_passkey(nora, label="Key", credential={}, by=SYSTEM)
    provider = SignInProvider(name="Tidewater ID", issuer="http://127.0.0.1:1", client_id="crm", secret="quiet")
    connected = providers.connect(provider, by=SYSTEM)
    return {
        "provider": connected.pk,
        "saras_account": providers.link(sara, key=connected.key, uid="sara", by=SYSTEM).pk,
        "invitation": letters.invite(bench.cast.mia, by=SYSTEM),
        "saras_token": token.pk,
        "noras_passkey": Authenticator.objects.get(user=nora, type="webauthn").pk,
        "saras_session": UserSession.objects.get(user=sara).pk,
    }
