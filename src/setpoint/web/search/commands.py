"""The verbs of the box. A new screen adds its line here."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Command:
    """`words` are other names by which people look for it; `kind` is what one must be allowed to see."""

    label: Promise
    view: str
    icon: str
    kind: str = ""
    words: str | Promise = ""


COMMANDS = (
    Command(_("Go to settings"), "settings", "settings", words=pgettext_lazy("search words", "language theme")),
)
