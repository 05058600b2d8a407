"""What a family may say, field by field, and how it becomes a company. Nothing is guessed: what is wrong is refused."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from setpoint.simulation.bench.scenario import Befalls, Scenario
from setpoint.simulation.parameters import Channel, Gaming, Habit, Slips, Stage, WorldParameters
from setpoint.simulation.prototype import prototype

ACCEPTANCE = 0.8
MOST_OWNERS = 200
LONGEST = 250


class FieldError(Exception):
    """A field with a value that makes no company."""


@dataclass(frozen=True)
class Number:
    """A number from `low` to `high`, both included; `whole`: an integer."""

    low: float
    high: float
    whole: bool = False

    def read(self, value: Any, field: str) -> float:
        """Return the number. `FieldError` for anything else, NaN and infinity too."""
        kind = "whole number" if self.whole else "number"
        if isinstance(value, bool) or (not isinstance(value, int | float) and not hasattr(value, "__float__")):
            raise FieldError(f"{field} must be a {kind}, not {value!r}")
        number = float(value)
        if not math.isfinite(number):
            raise FieldError(f"{field} must be a {kind}, not {number}")
        if self.whole and not number.is_integer():
            raise FieldError(f"{field} must be a whole number, not {value!r}")
        if not self.low <= number <= self.high:
            raise FieldError(f"{field} must lie between {self.low:g} and {self.high:g}, not {number:g}")
        return int(number) if self.whole else number


SHARE = Number(0, 1)
PLAIN = {
    "load": Number(0.2, 3),
    "touches_per_day": Number(1, 100),
    "capacity_sd": Number(0, 0.48),
    "skill_sd": Number(0, 2),
    "quality_sd": Number(0, 2),
    "amount_sd": Number(0, 2),
    "amount": Number(100, 1e12, whole=True),
    "dispersion": Number(0.5, 1000),
    "compliance": SHARE,
    "acceptance": SHARE,
    "handover_harm": Number(-2, 5),
    "sick_spells": Number(0, 20),
    "sick_days": Number(1, 60),
    "elasticity": Number(0, 20),
    "ramp_days": Number(0, 365, whole=True),
    "leaving_loss": SHARE,
}
CHANNEL = {"share": Number(0.001, 1000), "log_odds": Number(-3, 3), "beta": SHARE}
STAGE = {
    "advance": Number(0.001, 0.99),
    "loss": Number(0.001, 0.99),
    "gap": Number(1, 30, whole=True),
    "grace": Number(0, 60, whole=True),
    "decay": SHARE,
    "idle": Number(-2, 0),
}
HABIT = {
    "late_stage": Number(-5, 5),
    "amount": Number(-5, 5),
    "freshness": Number(-5, 5),
    "silence": Number(-5, 5),
    "liking": Number(0, 10),
    "whim": Number(0, 10),
}
GAMING = {
    "sandbagging": SHARE,
    "pull_forward": Number(0, 3),
    "leakage": Number(0, 0.5),
    "last_days": Number(1, 60, whole=True),
    "fake_touches": Number(0, 2),
}
SLIPS = {"late": SHARE, "late_days": Number(0.1, 30), "missing": Number(0, 0.9), "duplicates": SHARE}
SHOCKS: dict[str, dict[str, Number | None]] = {
    "absence": {"owners": None},
    "demand": {"factor": Number(0, 5)},
    "competitor": {"log_odds": Number(-5, 5)},
    "flood": {"owner": None, "factor": Number(0, 20)},
    "leaving": {"owner": None},
    "joining": {"owner": None},
}
OPTIONAL = {"demand": ("channel",), "competitor": ("team", "from_stage")}
KINDS_OF_TOUCH = (0.5, 0.35, 0.15)
NAMES = {"amount_sd": "options_sd"}


def read(said: Any, *, days: int) -> Scenario:
    """Return the company that a family describes; what it does not name is as in the prototype. `FieldError` else."""
    values = _mapping(said, "cell()")
    known = {*PLAIN, "teams", "channels", "stages", "habit", "gaming", "slips", "shocks"}
    _no_strangers(values, known, "")
    base = prototype()
    changed: dict[str, Any] = {
        NAMES.get(name, name): PLAIN[name].read(values[name], name)
        for name in PLAIN
        if name in values and name not in {"acceptance", "amount"}
    }
    if "amount" in values:
        price = int(PLAIN["amount"].read(values["amount"], "amount"))
        changed["products"] = (replace(base.products[0], price=price),)
        changed["rounding"] = max(price // 250, 1)
    if "teams" in values:
        changed["teams"] = _teams(values["teams"])
    if "channels" in values:
        changed["channels"] = tuple(
            Channel(**_part(row, CHANNEL, f"channels[{n}]", {"log_odds": 0.0, "beta": 0.6}))
            for n, row in enumerate(_list(values["channels"], "channels", 1, 16))
        )
    if "stages" in values:
        changed["stages"] = tuple(
            Stage(**_part(row, STAGE, f"stages[{n}]", {}), kinds=KINDS_OF_TOUCH)
            for n, row in enumerate(_list(values["stages"], "stages", 1, 10))
        )
    for name, spec, kind in (("habit", HABIT, Habit), ("gaming", GAMING, Gaming), ("slips", SLIPS, Slips)):
        if name in values:
            plain = {field.name: getattr(getattr(base, name), field.name) for field in fields(kind)}
            changed[name] = kind(**_part(values[name], spec, name, plain))
    try:
        parameters = replace(base, **changed)
    except ValueError as error:
        raise FieldError(str(error)) from error
    shocks = _list(values.get("shocks", ()), "shocks", 0, 100)
    acceptance = PLAIN["acceptance"].read(values.get("acceptance", ACCEPTANCE), "acceptance")
    return Scenario(
        parameters, acceptance, tuple(_shock(row, f"shocks[{n}]", parameters, days) for n, row in enumerate(shocks))
    )


def _shock(said: Any, field: str, parameters: WorldParameters, days: int) -> Befalls:
    row = _mapping(said, field)
    kind = row.get("kind")
    if kind not in SHOCKS:
        raise FieldError(f"{field}.kind must be one of {', '.join(SHOCKS)}, not {kind!r}")
    optional = OPTIONAL.get(kind, ())
    _no_strangers(row, {"kind", "first_day", "last_day", *SHOCKS[kind], *optional}, f"{field}.")
    span = Number(-LONGEST, LONGEST, whole=True)
    first = int(span.read(_needed(row, "first_day", field), f"{field}.first_day"))
    one_day = kind in {"leaving", "joining"}
    last = first if one_day else int(span.read(row.get("last_day", days - 1), f"{field}.last_day"))
    if last < first:
        raise FieldError(f"{field}.last_day must not lie before first_day")
    rest: dict[str, Any] = {
        name: spec.read(_needed(row, name, field), f"{field}.{name}")
        for name, spec in SHOCKS[kind].items()
        if spec is not None
    }
    owner = Number(0, parameters.owners - 1, whole=True)
    if "owner" in SHOCKS[kind]:
        rest["owner"] = int(owner.read(_needed(row, "owner", field), f"{field}.owner"))
    if "owners" in SHOCKS[kind]:
        named = _list(_needed(row, "owners", field), f"{field}.owners", 1, parameters.owners)
        rest["owners"] = tuple(int(owner.read(one, f"{field}.owners[{n}]")) for n, one in enumerate(named))
    highest = {"channel": len(parameters.channels), "team": len(parameters.teams), "from_stage": len(parameters.stages)}
    for name in optional:
        if row.get(name) is not None:
            rest[name] = int(Number(0, highest[name] - 1, whole=True).read(row[name], f"{field}.{name}"))
    return Befalls(str(kind), first, last, rest)


def _teams(said: Any) -> tuple[int, ...]:
    rows = _list(said, "teams", 1, 50)
    teams = tuple(int(Number(1, 25, whole=True).read(one, f"teams[{n}]")) for n, one in enumerate(rows))
    if sum(teams) > MOST_OWNERS:
        raise FieldError(f"teams must have {MOST_OWNERS} sellers at most, not {sum(teams)}")
    return teams


def _part(said: Any, spec: Mapping[str, Number], field: str, without: Mapping[str, Any]) -> dict[str, Any]:
    row = _mapping(said, field)
    _no_strangers(row, set(spec), f"{field}.")
    found = {name: spec[name].read(row[name], f"{field}.{name}") for name in spec if name in row}
    for name in spec:
        if name not in found:
            found[name] = without[name] if name in without else _needed(row, name, field)
    return found


def _needed(row: Mapping[str, Any], name: str, field: str) -> Any:
    if name not in row:
        raise FieldError(f"{field}.{name} is missing")
    return row[name]


def _mapping(said: Any, field: str) -> Mapping[str, Any]:
    if not isinstance(said, Mapping):
        raise FieldError(f"{field} must be a dictionary, not {type(said).__name__}")
    return said


def _list(said: Any, field: str, fewest: int, most: int) -> Sequence[Any]:
    if isinstance(said, str) or not hasattr(said, "__len__") or not hasattr(said, "__iter__"):
        raise FieldError(f"{field} must be a list, not {type(said).__name__}")
    found = list(said)
    if not fewest <= len(found) <= most:
        raise FieldError(f"{field} must have {fewest} to {most} entries, not {len(found)}")
    return found


def _no_strangers(row: Mapping[str, Any], known: set[str], prefix: str) -> None:
    strange = sorted(str(name) for name in row if name not in known)
    if strange:
        raise FieldError(f"{prefix}{strange[0]} is not a field; known: {', '.join(sorted(known))}")
