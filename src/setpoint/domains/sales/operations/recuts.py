"""Rules of territories, and cutting the market anew: worked out, looked at, applied, taken back; all as jobs."""

from collections.abc import Iterable, Iterator, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import parties
from setpoint.domains.sales.models.territory import NamedAccount, Recut, RecutRow, RecutState, TerritoryRule
from setpoint.domains.sales.record import TerritoriesRecut, TerritoryRulesSet
from setpoint.domains.sales.territories import asked_by, places_of
from setpoint.kernel import facts, jobs
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.jobs import Running
from setpoint.kernel.models import Territory
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import COMPANY

KIND = "kernel.territory"
JOB = "sales.recut"
BATCH = 500


@transaction.atomic
def set_rules(rules: Sequence[TerritoryRule], *, by: Actor) -> list[TerritoryRule]:
    """Let these be the rules in this order. ValidationError names one that means nothing, or asks nothing."""
    require(by, KIND, "change")
    for rule in rules:
        asked_by(rule)
    before = [[rule.territory_id, rule.conditions] for rule in TerritoryRule.objects.all()]
    TerritoryRule.objects.all().delete()
    made = TerritoryRule.objects.bulk_create(
        TerritoryRule(territory_id=rule.territory_id, position=place, conditions=rule.conditions)
        for place, rule in enumerate(rules)
    )
    after = [[rule.territory_id, rule.conditions] for rule in made]
    _tell(TerritoryRulesSet(count=len(made)), by, {"rules": [before, after]})
    return made


@transaction.atomic
def name_account(party: Party, territory: Territory | None, *, by: Actor) -> None:
    """Let a customer lie in a territory whatever the rules say; None leaves it to the rules again."""
    require(by, KIND, "change")
    before = NamedAccount.objects.filter(party=party).values_list("territory_id", flat=True).first()
    NamedAccount.objects.filter(party=party).delete()
    if territory is not None:
        NamedAccount.objects.create(party=party, territory=territory)
    after = territory.pk if territory else None
    _tell(TerritoryRulesSet(count=NamedAccount.objects.count()), by, {f"account.{party.pk}": [before, after]})


@transaction.atomic
def draft(*, by: Actor) -> Recut:
    """Begin to work out what the rules would move, as a job; nothing moves yet."""
    require(by, KIND, "change")
    if Recut.objects.filter(state__in=(RecutState.DRAFTING, RecutState.APPLYING, RecutState.UNDOING)).exists():
        raise ValidationError(_("Another cutting is at work. Wait until it is done."))
    recut = Recut.objects.create(made_at=company_now(), made_by_id=by.user_id)
    jobs.enqueue(JOB, {"recut_id": recut.pk}, by=by)
    _tell(TerritoriesRecut(step=RecutState.DRAFTING.value, count=0), by, {})
    return recut


@transaction.atomic
def apply(recut: Recut, *, by: Actor) -> Recut:
    """Let a cutting that was looked at happen, as a job. ValidationError where it is not ready."""
    return _begin(recut, RecutState.DRAFT, RecutState.APPLYING, by)


@transaction.atomic
def undo(recut: Recut, *, by: Actor) -> Recut:
    """Take an applied cutting back, as a job; a customer moved since stays where it is."""
    return _begin(recut, RecutState.APPLIED, RecutState.UNDOING, by)


def work(run: Running, recut_id: int, *, actor: Actor) -> None:
    """Do what the state of a cutting asks for, a chunk a transaction; begun again it goes on where it was."""
    recut = Recut.objects.get(pk=recut_id)
    step, chunks = RecutState(recut.state), _chunks(recut)
    done = run.done
    for chunk in chunks[done:]:
        with transaction.atomic():
            if step == RecutState.DRAFTING:
                _compare(recut, chunk)
            else:
                _move(chunk, actor, back=step == RecutState.UNDOING)
            done += 1
            run.progress(done, len(chunks))
    ends = {
        RecutState.DRAFTING: RecutState.DRAFT,
        RecutState.APPLYING: RecutState.APPLIED,
        RecutState.UNDOING: RecutState.UNDONE,
    }
    with transaction.atomic():
        recut.state = ends[step]
        recut.applied_at = company_now() if recut.state == RecutState.APPLIED else recut.applied_at
        recut.save(update_fields=["state", "applied_at"])
        _tell(TerritoriesRecut(step=recut.state, count=recut.rows.count()), actor, {})


def _begin(recut: Recut, ready: RecutState, step: RecutState, by: Actor) -> Recut:
    require(by, KIND, "change")
    recut = Recut.objects.select_for_update().get(pk=recut.pk)
    if recut.state != ready:
        raise ValidationError(
            _("This cutting is not ready for that: %(state)s.") % {"state": recut.get_state_display()}
        )
    recut.state = step
    recut.save(update_fields=["state"])
    jobs.enqueue(JOB, {"recut_id": recut.pk}, by=by)
    _tell(TerritoriesRecut(step=step.value, count=recut.rows.count()), by, {})
    return recut


def _chunks(recut: Recut) -> list[list[int]]:
    rows = Party.objects.all() if recut.state == RecutState.DRAFTING else recut.rows.all()
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    return [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]


def _compare(recut: Recut, chunk: Sequence[int]) -> None:
    now = dict(Party.objects.filter(pk__in=chunk).values_list("pk", "territory_id"))
    then = places_of(list(now))
    RecutRow.objects.bulk_create(
        RecutRow(recut=recut, party_id=pk, before_id=old, after_id=then[pk])
        for pk, old in now.items()
        # a customer that no rule places stays where somebody has put it
        if then[pk] is not None and then[pk] != old
    )


def _move(chunk: Sequence[int], by: Actor, *, back: bool) -> None:
    rows = RecutRow.objects.filter(pk__in=chunk).select_related("before", "after", "party")
    parties.change_many(dict(_moves(rows, back=back)), by=by)


def _moves(rows: Iterable[RecutRow], *, back: bool) -> Iterator[tuple[int, dict[str, Territory | None]]]:
    for row in rows:
        here, there = (row.after, row.before) if back else (row.before, row.after)
        if row.party.territory_id == (here.pk if here else None):
            yield row.party_id, {"territory": there}


def _tell(payload: object, by: Actor, changes: dict[str, list[object]]) -> None:
    facts.emit(facts.NewFact(payload, about=COMPANY, by=by, occurred_at=company_now(), changes=changes))
