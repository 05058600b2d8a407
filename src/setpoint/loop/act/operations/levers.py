"""What a company decides and learns about a lever. Every change is a new version."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from setpoint.analysis.belief import Belief
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.models import Team
from setpoint.kernel.permissions import require, rights_of, scope_of
from setpoint.kernel.refs import Ref
from setpoint.loop.act.authority import RANK
from setpoint.loop.act.levers import LEVERS, Authority, plain
from setpoint.loop.act.models import LeverSetting, TeamAuthority
from setpoint.loop.act.queries import settings_now
from setpoint.loop.act.record import LeverSet, TeamLeverSet

KIND = "loop.lever"
PROVEN_TIMES = 20
PROVEN_CERTAINTY = 0.9


@transaction.atomic
def set_authority(lever: str, authority: Authority, *, by: Actor) -> LeverSetting:
    """Lower or raise how far a lever may go.

    Lowering, and raising back to what the lever declares itself, is always allowed; beyond that it must have
    proven itself: 20 verified applications with P(effect > 0) of at least .9. ValidationError otherwise.
    """
    require(by, KIND, "change")
    now = settings_now()[lever]
    higher = RANK.index(authority) > max(
        RANK.index(Authority(now.authority)), RANK.index(Authority(LEVERS[lever].authority))
    )
    if higher and not _proven(now.verified, Belief(now.mean, now.sd)):
        raise ValidationError(
            _(
                "The lever has not proven itself yet: %(done)d of %(needed)d measured applications. "
                "It can act alone once they show that it helps."
            )
            % {"done": now.verified, "needed": PROVEN_TIMES}
        )
    return _write(lever, by, gettext_noop("authority"), authority=authority)


@transaction.atomic
def set_team_authority(lever: str, team: Team, authority: Authority | None, *, by: Actor) -> None:
    """Let a lever go less far in a team and those below it than in the company; None: as far as there.

    Who may change levers may do it for every team, a head for those he heads: PermissionDenied for others.
    """
    if not may_lower(by, team.pk):
        require(by, KIND, "change")
    setting = settings_now()[lever]
    row = TeamAuthority.objects.select_for_update().filter(lever=lever, team=team).first()
    before = row.authority if row else None
    if before == authority:
        return
    now = company_now()
    if authority is None:
        TeamAuthority.objects.filter(lever=lever, team=team).delete()
    else:
        values = {"authority": authority, "set_at": now, "set_by": by.label}
        TeamAuthority.objects.update_or_create(lever=lever, team=team, defaults=values)
    words = plain((authority or Authority(setting.authority)).label)
    told = TeamLeverSet(lever=lever, lever_name=plain(LEVERS[lever].name), team=team.name, authority=words)
    changes = {"authority": [before, authority and str(authority)]}
    facts.emit(facts.NewFact(told, about=Ref("kernel.team", team.pk), by=by, occurred_at=now, changes=changes))


@transaction.atomic
def stop_team(team: Team, *, by: Actor) -> None:
    """The red switch: in a team and those below it every lever only advises, until it is released."""
    for lever in LEVERS:
        set_team_authority(lever, team, Authority.ADVISES, by=by)


@transaction.atomic
def release_team(team: Team, *, by: Actor) -> None:
    """Let the levers of a stopped team go as far as in the company again."""
    stopped = TeamAuthority.objects.filter(team=team, authority=Authority.ADVISES)
    for lever in list(stopped.values_list("lever", flat=True)):
        set_team_authority(lever, team, None, by=by)


def stopped_teams() -> set[int]:
    """Teams in which every lever only advises; one query."""
    counts: dict[int, int] = {}
    for team, lever in TeamAuthority.objects.filter(authority=Authority.ADVISES).values_list("team", "lever"):
        counts[team] = counts.get(team, 0) + (lever in LEVERS)
    return {team for team, count in counts.items() if count == len(LEVERS)}


def may_lower(by: Actor, team: int) -> bool:
    """Whether the actor may say how far levers go in a team."""
    if scope_of(by, KIND, "change"):
        return True
    return bool(scope_of(by, "loop.correction", "approve")) and team in rights_of(by).headed


@transaction.atomic
def switch(lever: str, *, on: bool, by: Actor) -> LeverSetting:
    """Switch a lever on or off."""
    require(by, KIND, "change")
    return _write(lever, by, gettext_noop("switched on") if on else gettext_noop("switched off"), enabled=on)


@transaction.atomic
def set_limits(lever: str, limits: dict[str, float], *, by: Actor) -> LeverSetting:
    """Change limits of a lever. ValidationError for a limit that it does not have."""
    require(by, KIND, "change")
    unknown = set(limits) - set(LEVERS[lever].limits)
    if unknown:
        raise ValidationError(
            _("This lever has no limit of this name: %(name)s") % {"name": ", ".join(sorted(unknown))}
        )
    return _write(lever, by, gettext_noop("limits"), limits={**settings_now()[lever].limits, **limits})


@transaction.atomic
def learn(
    lever: str, belief: Belief, *, dose: int, treated: int, held: int, grade: str, stop: bool, by: Actor
) -> LeverSetting:
    """Store what a verification taught: the new belief and dose, and the stop where the lever does harm."""
    now = settings_now()[lever]
    why = gettext_noop("stopped: it does harm") if stop else gettext_noop("a measured effect")
    # nobody has lowered it, and it costs nothing to undo: what has proven itself need not ask any more
    asks = Authority(now.authority) == Authority(LEVERS[lever].authority) == Authority.ASKS
    promoted = asks and not stop and not LEVERS[lever].costly and _proven(now.verified + 1, belief)
    if promoted:
        why = gettext_noop("it has proven itself and acts alone now")
    return _write(
        lever,
        by,
        why,
        mean=belief.mean,
        sd=belief.sd,
        dose=dose,
        verified=now.verified + 1,
        treated=treated,
        held=held,
        grade=grade,
        enabled=now.enabled and not stop,
        authority=str(Authority.ACTS) if promoted else now.authority,
    )


def _proven(verified: int, belief: Belief) -> bool:
    return verified >= PROVEN_TIMES and 1 - belief.p_harm >= PROVEN_CERTAINTY


def _write(lever: str, by: Actor, why: str, **values: Any) -> LeverSetting:
    now = settings_now()[lever]
    changes = {name: [getattr(now, name), value] for name, value in values.items() if getattr(now, name) != value}
    if not changes:
        return now
    kept = {field.name: getattr(now, field.name) for field in LeverSetting._meta.fields if field.name != "id"}
    changed = {"version": now.version + 1, "set_at": company_now(), "set_by": by.label, "why": why}
    new = LeverSetting.objects.create(**kept | changed | values)
    facts.emit(
        facts.NewFact(
            LeverSet(lever=lever, lever_name=plain(LEVERS[lever].name), why=why),
            about=Ref(KIND, new.pk),
            by=by,
            occurred_at=new.set_at,
            changes=changes,
        )
    )
    return new
