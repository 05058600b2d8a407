"""`setpoint import`: files of another system into the database, in one go."""

import json
import sys
from argparse import ArgumentParser, Namespace
from datetime import datetime
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

from setpoint.commands.application import start_django
from setpoint.commands.refusal import Refusal

if TYPE_CHECKING:
    from setpoint.platform.importing.command import Answers

KINDS = ("deals", "accounts", "products", "teams")


def describe() -> str:
    """Say what it does."""
    return _("import deals with their teams, products and organisations")


def configure(parser: ArgumentParser) -> None:
    """Take files and the answers to what a person would be asked."""
    parser.add_argument("what", choices=KINDS, help=_("what a file holds whose columns do not tell"))
    parser.add_argument("files", nargs="+", type=Path, metavar=_("FILE"), help=_("CSV or XLSX; .gz and .zst too"))
    parser.add_argument("--currency", default="", help=_("currency of amounts that name none, for example USD"))
    parser.add_argument("--dates", choices=("month_first", "day_first"), help=_("how dates are read that do not tell"))
    parser.add_argument("--decimals", choices=("point", "comma"), help=_("how numbers are read that do not tell"))
    parser.add_argument("--accept-repairs", action="store_true", help=_("correct misspelt values as suggested"))
    parser.add_argument("--replay-from", metavar=_("DATE"), help=_("stop company time there; the rest happens later"))
    parser.add_argument("--dry-run", action="store_true", help=_("count only, write nothing"))
    parser.add_argument("--refused", type=Path, metavar=_("FOLDER"), help=_("write refused rows there, with reasons"))
    parser.add_argument("--json", action="store_true", help=_("print the result as JSON"))


def run(arguments: Namespace) -> int:
    """Import, print what became of the rows; 1 where some were refused."""
    start_django()
    from django.core.exceptions import ValidationError

    from setpoint.commands.preparing import prepare
    from setpoint.kernel.actors import Actor
    from setpoint.platform.importing.command import run_import_from_command
    from setpoint.platform.importing.problems import FileError

    prepare(say=lambda text: print(text, file=sys.stderr))
    by = Actor("system", None, "setpoint import", "command")
    try:
        result = run_import_from_command(
            arguments.what,
            arguments.files,
            by=by,
            answers=_answers(arguments),
            dry=arguments.dry_run,
            replay_from=_moment(arguments.replay_from),
            refused=arguments.refused,
            tick=_silent if arguments.json or not sys.stderr.isatty() else _show,
        )
    except FileError as error:
        raise Refusal(f"{error.message} {error.way_out}") from None
    except ValidationError as error:
        raise Refusal("\n".join(error.messages)) from None
    print(json.dumps(result, ensure_ascii=False) if arguments.json else _table(result))
    return 1 if any(file["refused"] for file in result["files"]) else 0


def _answers(arguments: Namespace) -> "Answers":
    from setpoint.platform.importing.command import Answers
    from setpoint.platform.importing.dates import DateStyle
    from setpoint.platform.importing.numbers import DecimalMark

    marks = {"point": DecimalMark.POINT, "comma": DecimalMark.COMMA}
    return Answers(
        currency=arguments.currency.upper(),
        dates=DateStyle(arguments.dates) if arguments.dates else None,
        decimals=marks.get(arguments.decimals or ""),
        repairs=arguments.accept_repairs,
    )


def _moment(text: str | None) -> datetime | None:
    from setpoint.kernel.clock import company_zone

    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=company_zone())
    except ValueError:
        raise Refusal(_("%s is not a date, write it as 2017-03-31.") % text) from None


def _table(result: dict[str, Any]) -> str:
    lines = []
    for file in result["files"]:
        counts = _("created %(created)s, already there %(matched)s, refused %(refused)s") % file
        lines.append(f"{file['name']} ({file['kind']}): {counts}")
        lines += [f"  {mark}: {count}" for mark, count in sorted(file["marks"].items())]
        for repair in file["repairs"]:
            done = _("corrected") if repair["accepted"] else _("left, see --accept-repairs")
            lines.append(f"  {repair['from']} → {repair['to']} ({repair['count']}): {done}")
        lines += [_problem(problem) for problem in file["problems"]]
    if result.get("waiting"):
        lines.append(_("waiting for their time: %s") % result["waiting"])
    return "\n".join(lines)


def _problem(data: dict[str, Any]) -> str:
    from setpoint.platform.importing.problems import Problem

    problem = Problem.from_json(data)
    place = _("row %s") % problem.row + (f", {problem.column}" if problem.column else "")
    return f"  {place}: {problem.message} {problem.way_out}"


def _silent(_done: int, _total: int) -> None:
    """Tell nobody."""


def _show(done: int, total: int) -> None:
    print(f"\r{done:,} / {total:,}", end="" if done < total else "\n", file=sys.stderr, flush=True)
