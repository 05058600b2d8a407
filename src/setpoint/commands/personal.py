"""People named on the command line, by number or address of mail."""

from gettext import gettext as _

from setpoint.commands.refusal import Refusal


def the_person(text: str) -> int:
    """Return the number of the one person meant. Refusal where there is none, or several."""
    from setpoint.platform.personal.people import find

    found = find(text)
    if not found:
        raise Refusal(_("There is no person “%s”, or he is erased already.") % text)
    if len(found) > 1:
        numbers = ", ".join(map(str, found))
        raise Refusal(
            _("“%(text)s” are several: name one by number (%(numbers)s).") % {"text": text, "numbers": numbers}
        )
    return found[0]
