"""What becomes of deals on a day: touched ones advance or end, neglected ones fade."""

from datetime import date

import numpy as np

from setpoint.simulation import shocks
from setpoint.simulation.attention import CLOSES, OPENS
from setpoint.simulation.books import NEVER, NOBODY, UNKNOWN, Book, ResultKind, Results
from setpoint.simulation.controls import FREE, Controls
from setpoint.simulation.draws import Floats, Ints, Stream, categories, normals, uniforms
from setpoint.simulation.parameters import WorldParameters

_OCTOBER = 10


def _looked_up(values: list[float], index: Ints) -> Floats:
    """Return the value of each index, 0 where it is UNKNOWN."""
    found: Floats = np.append(np.array(values, dtype=np.float64), 0.0)[index]
    return found


def pulling(parameters: WorldParameters, day: date) -> bool:
    """Say whether `day` is one of the last of a quarter, in which sellers who count on it pull wins forward."""
    if not parameters.gaming.pull_forward:
        return False
    begin = date(day.year + (day.month >= _OCTOBER), ((day.month + 2) // 3 * 3) % 12 + 1, 1)
    return (begin - day).days <= parameters.gaming.last_days


def log_odds(
    parameters: WorldParameters, seed: int, skill: Floats, book: Book, day: date, controls: Controls = FREE
) -> Floats:
    """Return [deal], what is added to the log-odds of advancing by a touch on `day`."""
    last = len(parameters.stages) - 1
    gaps = np.array([stage.gap for stage in parameters.stages])[book.stage]
    silence = np.clip(book.idle_days - np.where(book.touched, gaps, 0), 0, parameters.idle_cap)
    added = np.append(skill, 0.0)[book.owner] + parameters.quality_sd * normals(
        book.ref, seed=seed, stream=Stream.QUALITY
    )
    added += silence * np.array([stage.idle for stage in parameters.stages])[book.stage]
    added += _looked_up([channel.log_odds for channel in parameters.channels], book.channel)
    added += _looked_up([product.log_odds for product in parameters.products], book.product)
    added -= parameters.handover_harm * (book.handed_over_on != NEVER)
    pull = parameters.closing_pull[(day.month - 1) % 3] + parameters.elasticity * controls.discount
    pull += parameters.gaming.pull_forward * pulling(parameters, day)
    added += pull * (book.stage == last)
    team = np.append(np.repeat(np.arange(len(parameters.teams)), parameters.teams), NOBODY)[book.owner]
    for shock in parameters.shocks:
        if isinstance(shock, shocks.Competitor) and shock.on(day):
            hit = (book.stage >= shock.from_stage) & (True if shock.team is None else team == shock.team)
            added += shock.log_odds * hit
    return added


def chances(parameters: WorldParameters, stage: Ints, added: Floats) -> tuple[Floats, Floats]:
    """Return [deal] the chances that a touch advances and that it ends the deal: a multinomial logit."""
    advance = np.array([one.advance for one in parameters.stages])[stage]
    loss = np.array([one.loss for one in parameters.stages])[stage]
    pull = advance * np.exp(added)
    whole = pull + loss + (1 - advance - loss)
    return pull / whole, loss / whole


def results(
    parameters: WorldParameters,
    seed: int,
    skill: Floats,
    book: Book,
    minute: Ints,
    day: date,
    controls: Controls = FREE,
) -> Results:
    """Return the changes of a book on a worked day; `minute` [deal] is that of the touch, UNKNOWN without one.

    One draw per deal and day decides both ways, so that a touch instead of neglect changes as little as it can.
    """
    touched = minute != UNKNOWN
    advance, loss = chances(parameters, book.stage, log_odds(parameters, seed, skill, book, day, controls))
    grace = np.array([stage.grace for stage in parameters.stages])[book.stage]
    decay = np.array([stage.decay for stage in parameters.stages])[book.stage]
    luck = uniforms(book.ref, seed=seed, stream=Stream.OUTCOME, day=day.toordinal())
    moved = touched & (luck < advance)
    lost = luck > 1 - np.where(touched, loss, np.where(book.idle_days > grace, decay, 0.0))
    closing = book.stage == len(parameters.stages) - 1
    kind = np.where(lost, ResultKind.LOST, np.where(closing, ResultKind.WON, ResultKind.ADVANCED))
    faded = OPENS + uniforms(book.ref, seed=seed, stream=Stream.MINUTE, day=day.toordinal()) * (CLOSES - OPENS)
    every = Results(
        ref=book.ref,
        owner=book.owner,
        kind=kind.astype(np.int64),
        stage=book.stage,
        minute=np.where(touched, minute + 10, faded).astype(np.int64),
        reason=np.where(lost, _reasons(parameters, seed, book, touched), UNKNOWN),
        amount=np.where(~lost & closing, _final(parameters, seed, book, day, controls), book.amount),
        touched=touched,
    )
    changed = every.rows(moved | lost)
    return changed.rows(np.lexsort((changed.ref, changed.minute)))


def _reasons(parameters: WorldParameters, seed: int, book: Book, touched: np.ndarray) -> Ints:
    weights = np.array([stage.reasons for stage in parameters.stages], dtype=np.float64)[book.stage]
    weights = np.where(touched[:, None], weights, np.array(parameters.decay_reasons))
    return categories(book.ref, weights, seed=seed, stream=Stream.REASON)


def _final(parameters: WorldParameters, seed: int, book: Book, day: date, controls: Controls) -> Ints:
    """Return the amounts after discount: whole per cents, none for about a third of the deals, and the granted one."""
    draw = uniforms(book.ref, seed=seed, stream=Stream.DISCOUNT)
    share = np.rint(np.maximum(draw * 1.5 - 0.5, 0) * 300 * parameters.discount) / 100
    granted = controls.discount + parameters.gaming.leakage * pulling(parameters, day)
    return np.maximum(np.rint(book.amount * (1 - share) * (1 - granted)), 1).astype(np.int64)
