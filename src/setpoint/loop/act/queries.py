"""Reads of levers and corrections used more than once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max

from setpoint.analysis.belief import Belief
from setpoint.kernel.clock import company_now
from setpoint.kernel.models import Company, Team, User
from setpoint.loop.act.explanation import Names, Part, Sentence, people_named, render_one
from setpoint.loop.act.levers import LEVERS, Applied, Lever, Terms, bound
from setpoint.loop.act.models import Arm, Correction, LeverSetting, ParameterLease
from setpoint.loop.act.proposal import Change
from setpoint.loop.plan.models import Goal

GOAL_PATH = "loop.goal.target"


def settings_now() -> dict[str, LeverSetting]:
    """Return what holds for every registered lever; one not yet set has an unsaved row of its own defaults."""
    latest = LeverSetting.objects.values("lever").annotate(newest=Max("version")).values_list("lever", "newest")
    newest = dict(latest)
    rows = {row.lever: row for row in LeverSetting.objects.all() if newest.get(row.lever) == row.version}
    return {key: rows.get(key) or defaults(lever) for key, lever in LEVERS.items()}


def defaults(lever: Lever) -> LeverSetting:
    """Return the unsaved setting that a lever declares itself."""
    return LeverSetting(
        lever=lever.key,
        version=0,
        authority=lever.authority,
        mean=lever.prior.mean,
        sd=lever.prior.sd,
        dose=lever.first_dose,
        hold_share=lever.hold_share,
        limits=dict(lever.limits),
    )


def terms(setting: LeverSetting, held: dict[str, frozenset[int]] | None = None) -> Terms:
    """Return what a lever may count on now."""
    return Terms(
        belief=Belief(setting.mean, setting.sd),
        dose=setting.dose,
        hold_share=setting.hold_share,
        limits={**LEVERS[setting.lever].limits, **setting.limits},
        held=held or {},
    )


def held(now: datetime) -> dict[str, frozenset[int]]:
    """Return the ids under a lease at `now`, by path."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    rows = ParameterLease.objects.filter(valid_to__gt=now).values_list("kind", "field", "record_id")
    for kind, field, record in rows.iterator():
        found[f"{kind}.{field}"].add(record)
    found[GOAL_PATH] |= _same_goals(found[GOAL_PATH])
    return {path: frozenset(ids) for path, ids in found.items()}


def _same_goals(ids: set[int]) -> set[int]:
    """Return the numbers that goals have in other versions of their plans: a lease outlives a version."""
    found: set[int] = set()
    for goal in Goal.objects.filter(pk__in=ids).select_related("version"):
        same = Goal.objects.filter(
            version__plan=goal.version.plan_id,
            parameter=goal.parameter,
            scope_kind=goal.scope_kind,
            scope_id=goal.scope_id,
        )
        found.update(same.values_list("pk", flat=True))
    return found


def proposers(now: datetime) -> list[Any]:
    """Return the levers that are switched on, with their terms: what `loop.cycle` calls. Two queries."""
    taken = held(now)
    on = [setting for setting in settings_now().values() if setting.enabled]
    return [bound(LEVERS[setting.lever], terms(setting, taken)) for setting in on]


def applied(correction: Correction) -> Applied:
    """Return the treated half of an assigned correction. ValueError where nothing is assigned."""
    arms = dict(correction.assignments.values_list("unit_id", "arm"))
    if not arms:
        raise ValueError(f"correction {correction.pk} has no assignment")
    changes = [Change(**change) for change in correction.proposal["changes"]]
    now = company_now()
    return Applied(
        id=correction.pk,
        executed_at=correction.executed_at or now,
        ends_at=correction.matures_at or now,
        changes=[change for change in changes if arms.get(change.unit) == Arm.TREAT],
        inputs=correction.proposal["inputs"],
    )


def explanations(corrections: Sequence[Correction]) -> dict[int, str]:
    """Return the words of each correction in the active language; three queries for all."""
    return {key: " ".join(text for _part, text in lines) for key, lines in explained(corrections).items()}


def explained(corrections: Sequence[Correction]) -> dict[int, list[tuple[Part, str]]]:
    """Return the sentences of each correction in the active language, with what each tells; three queries for all."""
    sentences = {
        row.pk: LEVERS[row.lever].explain(row.proposal["inputs"]) for row in corrections if row.lever in LEVERS
    }
    known = names([sentence for group in sentences.values() for sentence in group])
    currency = {row.pk: row.currency for row in corrections}
    return {
        key: [(sentence.part, render_one(sentence, currency[key], known)) for sentence in group]
        for key, group in sentences.items()
    }


def names(sentences: Sequence[Sentence]) -> Names:
    """Return what the people and scopes of sentences are called."""
    wanted = people_named(sentences)
    scoped = {slot.value[1] for s in sentences for slot in s.slots.values() if slot.kind == "scope"}
    people = dict(User.objects.filter(pk__in=wanted | scoped).values_list("pk", "name"))
    teams = dict(Team.objects.filter(pk__in=scoped).values_list("pk", "name"))
    company = Company.objects.values_list("name", flat=True).first() or ""
    scopes = {("owner", pk): name for pk, name in people.items()} | {("team", pk): name for pk, name in teams.items()}
    return Names(people, scopes | {("company", 1): company})
