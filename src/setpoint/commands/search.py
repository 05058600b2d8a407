"""`setpoint search rebuild`: the index of search built anew."""

import sys
from argparse import ArgumentParser, Namespace
from gettext import gettext as _

from setpoint.commands.application import start_django
from setpoint.commands.refusal import Refusal


def describe() -> str:
    """Say what it does."""
    return _("build the index of search anew")


def configure(parser: ArgumentParser) -> None:
    """Take the one verb there is."""
    verbs = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"), dest="what", required=True)
    text = _("read every record again; people search meanwhile, and a rebuild that was stopped goes on where it was")
    rebuild = verbs.add_parser("rebuild", help=text, description=text)
    rebuild.add_argument("kinds", nargs="*", metavar=_("KIND"), help=_("kinds of record, for example sales.deal (all)"))
    rebuild.add_argument("--from-nothing", action="store_true", help=_("empty the index first"))
    rebuild.add_argument("--later", action="store_true", help=_("leave the work to setpoint worker"))


def run(arguments: Namespace) -> int:
    """Rebuild here, showing how far it is, or leave it to the worker."""
    start_django()
    from setpoint.platform.search import rebuilding
    from setpoint.platform.search.kinds import all_kinds

    kinds = all_kinds()
    strange = sorted(set(arguments.kinds) - set(kinds))
    if strange:
        raise Refusal(
            _("Not searched: %(strange)s. Kinds: %(kinds)s.") % {"strange": strange[0], "kinds": ", ".join(kinds)}
        )
    job = rebuilding.start(arguments.kinds, from_nothing=arguments.from_nothing, held=not arguments.later)
    if arguments.later:
        print(_("The worker rebuilds the index: job %s.") % job.pk)
        return 0
    if not rebuilding.hold(job):
        raise Refusal(_("A worker is rebuilding the index already: job %s.") % job.pk)
    shows = sys.stderr.isatty()

    def tick(done: int, total: int, said: str) -> None:
        if shows:
            print(f"\r{done}/{total} {said}\033[K", end="", file=sys.stderr)

    rebuilding.work_here(job, tick)
    if shows:
        print(file=sys.stderr)
    print(_("The index is rebuilt."))
    return 0
