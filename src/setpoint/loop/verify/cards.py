"""The effect card: what a correction did, in words and numbers, with how far they can be trusted."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop

from setpoint.analysis.belief import Belief
from setpoint.kernel.clock import company_zone
from setpoint.loop.act.explanation import NOBODY, Sentence, Slot, SlotKind, render, write
from setpoint.loop.act.levers import LEVERS, Lever
from setpoint.loop.act.models import Arm, Assignment, Correction, State
from setpoint.loop.verify.models import Verification, Why
from setpoint.loop.verify.replay import is_replaying

NO_EVIDENCE = "E"


@dataclass(frozen=True)
class Card:
    """A correction after its execution; all figures of the verification are None until it has matured."""

    correction: Correction
    name: str
    text: str
    treated: int
    held: int
    grade: str
    verification: Verification | None


def cards(corrections: Sequence[Correction]) -> list[Card]:
    """Return the cards of executed corrections in the active language; four queries for all."""
    zone = company_zone()
    found = {row.correction_id: row for row in Verification.objects.filter(correction__in=corrections)}
    arms: dict[int, list[str]] = {}
    for pk, arm in Assignment.objects.filter(correction__in=corrections).values_list("correction_id", "arm"):
        arms.setdefault(pk, []).append(arm)
    fixed = any(row.pk not in found for row in corrections) and is_replaying()
    return [
        _card(row, found.get(row.pk), arms.get(row.pk, []), zone, fixed=fixed)
        for row in corrections
        if row.lever in LEVERS
    ]


def effect_of(card: Card) -> str:
    """Return the measured effect alone as people write it, empty where there is none."""
    found = card.verification
    if found is None or found.effect is None:
        return ""
    return write(Slot(_kind(found), found.effect), card.correction.currency, NOBODY)


def _card(row: Correction, verification: Verification | None, arms: list[str], zone: ZoneInfo, *, fixed: bool) -> Card:
    lever, held = LEVERS[row.lever], arms.count(Arm.HOLD)
    treated = len(arms) - held
    sentences = [_applied(lever, treated, held), *_after(row, verification, zone, fixed=fixed)]
    text = render(sentences, row.currency, NOBODY)
    grade = verification.grade if verification else NO_EVIDENCE if fixed else row.grade
    return Card(row, str(lever.name), text, treated, held, grade, verification)


def _applied(lever: Lever, treated: int, held: int) -> Sentence:
    slots = {"units": Slot("text", lever.counted(treated)), "held": Slot("count", held)}
    if held:
        return Sentence(gettext_noop("Applied to {units}, {held} kept for comparison."), slots)
    return Sentence(gettext_noop("Applied to {units}, none kept for comparison."), {"units": slots["units"]})


def _after(row: Correction, verification: Verification | None, zone: ZoneInfo, *, fixed: bool) -> list[Sentence]:
    if row.state == State.UNDONE and row.undone_at:
        day = row.undone_at.astimezone(zone).date().toordinal()
        return [Sentence(gettext_noop("Taken back on {day} and not measured."), {"day": Slot("day", day)})]
    if verification is None:
        return [_cannot(Why.REPLAY) if fixed and row.matures_at else _pending(row, zone)]
    if verification.effect is None:
        return _unmeasured(verification)
    return [_effect(verification), _money(verification), *_belief(verification)]


def _pending(row: Correction, zone: ZoneInfo) -> Sentence:
    if row.matures_at is None:
        return Sentence(gettext_noop("Not applied yet."))
    last = row.matures_at.astimezone(zone).date().toordinal() - 1
    return Sentence(gettext_noop("The effect can be seen after {day}."), {"day": Slot("day", last)})


def _cannot(why: str) -> Sentence:
    return Sentence(
        gettext_noop("Its effect cannot be measured: {why} (evidence E; nothing is learnt from it)."),
        {"why": Slot("text", str(Why(why).label))},
    )


def _unmeasured(verification: Verification) -> list[Sentence]:
    why = _cannot(verification.unmeasured)
    if verification.rate_treat is None:
        return [why]
    seen = Sentence(
        gettext_noop("Seen: {rate} ({metric})."),
        {"rate": Slot(_rate(verification), verification.rate_treat), "metric": Slot("text", verification.metric)},
    )
    return [seen, why]


def _effect(found: Verification) -> Sentence:
    rate, kind = _rate(found), _kind(found)
    return Sentence(
        gettext_noop(
            "{treated} against {held} ({metric}); adjusted for what set them apart before, the effect is {effect} "
            "(80 %: {low} … {high}), evidence {grade}."
        ),
        {
            "treated": Slot(rate, found.rate_treat),
            "held": Slot(rate, found.rate_hold),
            "metric": Slot("text", found.metric),
            "effect": Slot(kind, found.effect),
            "low": Slot(kind, found.ci_lo),
            "high": Slot(kind, found.ci_hi),
            "grade": Slot("text", found.grade),
        },
    )


def _money(found: Verification) -> Sentence:
    return Sentence(
        gettext_noop(
            "Measured on this metric, not on revenue; by the chances and values of what it touched "
            "that is about {money} by the end of the period (80 %: {low} … {high})."
        ),
        {
            "money": Slot("money", found.money_effect),
            "low": Slot("money", found.money_lo),
            "high": Slot("money", found.money_hi),
        },
    )


def _belief(found: Verification) -> list[Sentence]:
    if found.mean_after is None or found.sd_after is None:
        return []
    low, high = Belief(found.mean_after, found.sd_after).interval()
    kind = _kind(found)
    slots = {"mean": Slot(kind, found.mean_after), "low": Slot(kind, low), "high": Slot(kind, high)}
    known = Sentence(gettext_noop("The lever is now believed to bring {mean} (80 %: {low} … {high})."), slots)
    if found.stopped:
        return [known, Sentence(gettext_noop("It does more harm than good and has been switched off."))]
    return [known]


def _rate(found: Verification) -> SlotKind:
    return "precise" if found.relative else "share"


def _kind(found: Verification) -> SlotKind:
    return "change" if found.relative else "points"
