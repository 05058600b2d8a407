"""`setpoint erase WHO`: erase a person for good, after one has seen what there is of him."""

import sys
from argparse import ArgumentParser, Namespace
from gettext import gettext as _

from setpoint.commands.application import start_django
from setpoint.commands.refusal import Refusal


def describe() -> str:
    """Say what it does."""
    return _("erase a person from every record, the journal, the index and all files, for good")


def configure(parser: ArgumentParser) -> None:
    """Take the person, and how far to go."""
    parser.add_argument("who", metavar=_("WHO"), help=_("number of the card, or address of mail"))
    parser.add_argument("--card", action="store_true", help=_("delete the card too, where no record stands on it"))
    parser.add_argument("--yes", action="store_true", help=_("ask nothing"))


def run(arguments: Namespace) -> int:
    """Show what is there, ask, erase, rewrite the data files."""
    start_django()
    from setpoint.commands.personal import the_person
    from setpoint.kernel.actors import Actor
    from setpoint.platform.personal.erasing import erase, preview, rewrite

    person = the_person(arguments.who)
    for part in preview(person):
        files = _(" and files: %s") % part.files if part.files else ""
        print(f"{part.label}: {part.rows}{files}")
    if not arguments.yes:
        _ask(person)
    gone = erase(person, card=arguments.card, by=Actor("system", None, "setpoint erase", "command"))
    rewrite()
    print(_("Erased with the card.") if gone else _("Erased; the card stays without a name."))
    return 0


def _ask(person: int) -> None:
    if not sys.stdin.isatty():
        raise Refusal(_("Nothing was erased: --yes says that it is meant."))
    if input(_("For good. Write the number %s to go on: ") % person).strip() != str(person):
        raise Refusal(_("Nothing was erased."))
