"""`setpoint simulate bench`: the loop against other ways of steering, on simulated companies with the same luck."""

import json
import sys
from argparse import ArgumentParser, Namespace
from gettext import gettext as _
from pathlib import Path

from setpoint.commands.application import start_django
from setpoint.commands.benchmark_cell import one, ready
from setpoint.commands.refusal import Refusal

POLICIES = ("open", "manager", "rules", "pid", "loop", "loop-all", "oracle")


def describe() -> str:
    """Say what it does."""
    return _("measure the loop on simulated companies")


def configure(parser: ArgumentParser) -> None:
    """Take the verb."""
    verbs = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"), dest="what", required=True)
    text = _("let companies of several families live a quarter under several policies, and compare")
    bench = verbs.add_parser("bench", help=text, description=text)
    bench.add_argument(
        "--families",
        nargs="+",
        type=Path,
        metavar=_("PATH"),
        help=_("files of families, or folders of them (those that come with the program)"),
    )
    bench.add_argument("--policies", default=",".join(POLICIES), help=_("policies, with commas (%(default)s)"))
    bench.add_argument("--cells", type=int, default=24, metavar="N", help=_("companies of each family (%(default)s)"))
    bench.add_argument("--seed", type=int, default=1, metavar="S", help=_("seed of all luck (%(default)s)"))
    bench.add_argument("--out", type=Path, required=True, metavar=_("DIR"), help=_("folder of the results"))
    bench.add_argument("--resume", action="store_true", help=_("go on with the results that are in the folder"))
    bench.add_argument("--jobs", type=int, default=2, metavar="N", help=_("cells at the same time (%(default)s)"))
    bench.add_argument("--json", action="store_true", help=_("print JSON"))


def run(arguments: Namespace) -> int:
    """Run what is missing and print what all cells say."""
    start_django()
    from setpoint.simulation.bench import run as bench
    from setpoint.simulation.bench import table
    from setpoint.simulation.bench.family import FamilyError, load_all
    from setpoint.simulation.bench.store import MixedError, Store
    from setpoint.simulation.bench.summary import summarise

    policies = [name.strip() for name in arguments.policies.split(",") if name.strip()]
    strange = [name for name in policies if name not in POLICIES]
    if strange or not policies:
        raise Refusal(
            _("Not a policy: %(name)s. Policies: %(known)s.")
            % {"name": strange[0] if strange else "", "known": ", ".join(POLICIES)}
        )
    for name in ("cells", "jobs"):
        if getattr(arguments, name) < 1:
            raise Refusal(_("--%s must be at least 1.") % name)
    own = Path(bench.__file__).parents[1] / "families"
    shows = sys.stderr.isatty()

    def progress(done: int, total: int, said: str) -> None:
        if shows:
            print(f"\r{done}/{total} {said}\033[K", end="", file=sys.stderr)

    try:
        families = load_all(arguments.families or [own])
        store = Store(arguments.out, arguments.seed, resume=arguments.resume)
        bench.run(
            families,
            policies,
            arguments.cells,
            arguments.seed,
            store,
            work=one,
            ready=ready,
            jobs=arguments.jobs,
            progress=progress,
        )
    except (FamilyError, MixedError) as error:
        raise Refusal(str(error)) from None
    if shows:
        print(file=sys.stderr)
    found = summarise(store.cells())
    print(json.dumps(found, indent=1) if arguments.json else "\n".join(table.lines(found)))
    return 0
