"""The language of the command line: that of the machine (LANG), without Django, so that --help comes at once."""

import gettext
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


def of_argparse(_: gettext.GNUTranslations) -> None:
    """Name argparse's texts, so that they stand in the catalogue."""
