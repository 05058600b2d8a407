"""The language of the command line: that of the machine (LANG), without Django, so that --help comes at once."""

import gettext
from gettext import gettext as _
from pathlib import Path

LOCALE = Path(__file__).parent.parent / "locale"
DOMAIN = "django"


def speak() -> None:
    """Let every text of the command line, argparse's own too, come from the package's catalogue."""
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)


def spoken() -> str:
    """Return "ru" or "en", for what Django has to say."""
    return "ru" if gettext.find(DOMAIN, str(LOCALE)) else "en"


def of_argparse() -> list[str]:
    """Return what argparse itself says; named here so that it stands in the catalogue."""
    return [
        _("usage: "),
        _("options"),
        _("positional arguments"),
        _("show this help message and exit"),
        _("%(prog)s: error: %(message)s\n"),
        _("argument %(argument_name)s: %(message)s"),
        _("expected one argument"),
        _("expected at least one argument"),
        _("invalid %(type)s value: %(value)r"),
        _("invalid choice: %(value)r (choose from %(choices)s)"),
        _("unrecognized arguments: %s"),
        _("the following arguments are required: %s"),
    ]
