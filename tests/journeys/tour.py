"""A company with a little of everything, and the addresses of all its screens."""

import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from setpoint.domains.channels.operations import consents, purposes
from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.models import Deal, WorkListPosition
from setpoint.domains.sales.operations import deals
from setpoint.journal.followers import catch_up
from setpoint.journal.sealing import seal_up
from setpoint.kernel import calendar_orders, jobs
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.calendars import USUAL_WEEK
from setpoint.kernel.models import Job, JobState
from setpoint.loop.act.operations import execution
from setpoint.loop.cycle_db import run_tick
from setpoint.loop.cycle_plan import plan_goal
from setpoint.loop.plan.models import Goal
from setpoint.platform.importing.uploads import Upload, upload
from setpoint.platform.lists.operations import views
from tests.cast import MONDAY, Cast, make_cast
from tests.loop.bench import REASSIGN, REDISTRIBUTE, make_bench
from tests.loop.quarter import END, Q1, TODAY, at_noon, stories, tell_the_database

LETTER = "20260302T090000000000-0000abcd"
SHEET = (
    b"Opportunity ID,Sales agent,Product,Account,Deal stage,Engage date,Close date,Close value\n"
    b"S1,Sara Stone,CedarShed,Driftwood Ltd,Won,3/20/2025,4/28/2025,4500\n"
)


@dataclass(frozen=True)
class Tour:
    """The people, and what the addresses of the screens are filled with."""

    cast: Cast
    numbers: dict[str, int | str]

    def address(self, screen: str) -> str:
        """Return the address of a screen as SCREENS names it."""
        return screen.format(**self.numbers)


SCREENS = (
    "/control-room",
    "/goals/{goal}",
    "/corrections/{waiting}",
    "/corrections/{applied}",
    "/plan",
    "/plan/new",
    "/today",
    "/deals/board",
    "/deals/board?deal={deal}",
    "/deals",
    "/deals?state=won&from=2026-01-01&to=2026-02-16",
    "/deals/{deal}",
    "/deals/new",
    "/customers",
    "/customers/{customer}",
    "/customers/{customer}/card",
    "/customers/{person}/personal",
    "/customers/new",
    "/imports",
    "/imports/new",
    "/imports/{run}",
    "/search?q=oak",
    "/notices",
    "/mailbox",
    "/mailbox/{letter}",
    "/settings",
    "/settings/company",
    "/settings/address-book",
    "/exports/new",
    "/settings/audit",
    "/settings/jobs?state=failed",
    "/settings/working-time",
    "/settings/working-time/company",
    "/settings/notices",
    "/settings/personal",
    "/settings/limits",
    "/settings/roles/{role}",
    "/settings/roles/{role}/of/sales.deal",
    "/settings/people/{colleague}",
    "/settings/territories",
    "/time",
    "/welcome",
    "/nowhere",
)


def make_tour() -> Tour:
    """Fill whatever database is connected."""
    cast = make_cast()
    bench = make_bench(cast)
    tell_the_database(cast, stories(80))
    catch_up()
    plan_goal(parameter="sales.revenue", first_day=Q1, last_day=END, target=60_000_000, by=SYSTEM)
    run_tick(at_noon(TODAY.toordinal()))
    waiting, applied = bench.propose(REDISTRIBUTE), bench.propose(REASSIGN)
    execution.apply(applied, by=bench.olga)
    catch_up()
    ann = parties.create(kind="person", name="Ann Ash", phone="+1 207 555 0142", employer=cast.oak, by=SYSTEM)
    news = purposes.add(key="news", name="Newsletter", text="You may write to me.", by=SYSTEM)
    consents.give(ann, news, way="paper", by=SYSTEM)
    deal = Deal.objects.open().filter(owner=cast.sara).earliest("pk")
    deals.touch_many([deals.Touch(deal.pk, "note", MONDAY, text="Wants it by May")], by=Actor.of(cast.sara))
    WorkListPosition.objects.update_or_create(deal=deal, defaults={"score": 1, "set_at": MONDAY})
    views.save("customers.party", name="Oaks", asked={}, columns=[], by=Actor.of(cast.olga))
    run = upload([Upload("deals.csv", io.BytesIO(SHEET))], by=Actor.of(cast.olga))
    _letter(cast.olga.email)
    seal_up()
    calendar_orders.set_week(None, USUAL_WEEK, by=SYSTEM)
    calendar_orders.set_day(None, date(2026, 12, 24), (), name="Christmas Eve", by=SYSTEM)
    broken = jobs.enqueue("journal.seal")
    Job.objects.filter(pk=broken.pk).update(state=JobState.FAILED, error="The disk is full.", finished_at=MONDAY)
    return Tour(
        cast,
        {
            "goal": Goal.objects.filter(scope_kind="company", forecasts__isnull=False).latest("pk").pk,
            "waiting": waiting.pk,
            "applied": applied.pk,
            "deal": deal.pk,
            "customer": ann.employer_id,
            "person": ann.pk,
            "run": run.pk,
            "role": cast.sara.role_id,
            "colleague": cast.sara.pk,
            "letter": LETTER,
        },
    )


def _letter(to: str) -> None:
    folder = Path(settings.HOME) / "mailbox"
    folder.mkdir(parents=True, exist_ok=True)
    text = f"From: Setpoint <setpoint@localhost>\nTo: {to}\nSubject: The day\n\nOne goal needs you.\n"
    (folder / f"{LETTER}.eml").write_text(text, encoding="utf-8")
