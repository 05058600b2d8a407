"""The daily digest: what waits, what left its tolerance, what was done. One a day and person, by company time."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_zone
from setpoint.kernel.models import Company, User
from setpoint.kernel.permissions import remembering, visible_to
from setpoint.loop.act.explanation import NOBODY, Slot, write
from setpoint.loop.act.levers import LEVERS
from setpoint.loop.act.models import Correction
from setpoint.loop.act.models.correction import WAITING
from setpoint.loop.act.permissions import may_decide
from setpoint.loop.act.queries import explanations
from setpoint.loop.control.models import Case
from setpoint.loop.inform.address import site
from setpoint.loop.inform.kinds import NOTICES
from setpoint.loop.inform.models import Digest, Notice, Subscription
from setpoint.loop.inform.models.wish import When
from setpoint.loop.inform.operations import mails
from setpoint.loop.inform.queries import shown
from setpoint.loop.inform.wishes import Wishes
from setpoint.loop.plan.parameters import parameter

DEFAULT_HOUR = 7
MOST = 10


def make_due(now: datetime) -> list[Digest]:
    """Make the digests that are due at `now` (company time) and not yet made today; each in its own transaction."""
    local = now.astimezone(company_zone())
    hours = dict(Subscription.objects.values_list("user", "hour"))
    silent = set(Subscription.objects.filter(digest=False).values_list("user", flat=True))
    done = set(Digest.objects.filter(day=local.date()).values_list("user", flat=True))
    people = User.objects.filter(is_active=True, role__isnull=False).exclude(password="").order_by("pk")
    due = [
        user
        for user in people
        # who cannot sign in (imported, not yet invited) is told nothing
        if user.has_usable_password()
        and user.pk not in done | silent
        and local.hour >= hours.get(user.pk, DEFAULT_HOUR)
    ]
    return [make(user, now) for user in due]


@transaction.atomic
def make(user: User, now: datetime) -> Digest:
    """Make a person's digest of the company's day; where there is nothing to tell, no mail leaves."""
    day = now.astimezone(company_zone()).date()
    digest, is_new = Digest.objects.get_or_create(user=user, day=day, defaults={"made_at": now})
    if not is_new:
        return digest
    with override(user.language):
        content = contents(user, now)
        if content["waiting"] or content["deviations"] or content["news"]:
            company = Company.objects.get()
            context = content | {"company": company, "person": user, "day": day, "site": site()}
            digest.mail = mails.post(
                user,
                subject=_("{company}: what matters today").format(company=company.name),
                text=render_to_string("loop/inform/digest.txt", context),
                html=render_to_string("loop/inform/digest.html", context),
            )
            digest.save(update_fields=["mail"])
    return digest


def contents(user: User, now: datetime) -> dict[str, list[dict[str, str]]]:
    """Return what a digest tells, in the active language: lists of lines under waiting, deviations, news."""
    actor = remembering(Actor.of(user))
    wishes = Wishes.of([user.pk])
    wanted = {kind for kind in NOTICES if wishes.when(user.pk, kind, "email") == When.DIGEST}
    return {
        "waiting": _waiting(actor) if "act.waiting" in wanted else [],
        "deviations": _deviations(actor) if "control.case" in wanted else [],
        "news": _news(user, now, wanted - {"act.waiting", "control.case"}),
    }


def _waiting(actor: Actor) -> list[dict[str, str]]:
    visible = visible_to(actor, "loop.correction").filter(state__in=WAITING)
    rows: list[Correction] = [row for row in visible if may_decide(actor, row)][:MOST]
    words = explanations(rows)
    return [
        {"title": str(LEVERS[row.lever].name), "text": words[row.pk], "path": f"/corrections/{row.pk}"} for row in rows
    ]


def _deviations(actor: Actor) -> list[dict[str, str]]:
    cases: list[Case] = list(
        visible_to(actor, "control.case").filter(closed_at__isnull=True).order_by("-money_at_risk")[:MOST]
    )
    currency = Company.objects.get().currency
    return [_deviation(case, currency) for case in cases]


def _deviation(case: Case, currency: str) -> dict[str, str]:
    chance = write(Slot("chance", case.p_hit), currency, NOBODY)
    risk = write(Slot("money", case.money_at_risk), currency, NOBODY)
    return {
        "title": str(parameter(case.parameter).name),
        "text": _("chance of the plan {chance}, at risk {risk}").format(chance=chance, risk=risk),
    }


def _news(user: User, now: datetime, kinds: Collection[str]) -> list[dict[str, str]]:
    since = now - timedelta(days=1)
    unseen = Notice.objects.filter(user=user, created_at__gt=since, seen_at__isnull=True, kind__in=kinds)
    return [{"title": "", "text": one.text} for one in shown(unseen.order_by("-created_at", "-pk")[:MOST])]
