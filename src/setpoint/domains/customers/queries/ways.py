"""On which ways people are spoken to. A channel that comes later registers its own."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_noop, pgettext_lazy


@dataclass(frozen=True)
class Way:
    """A way of contact: `key` is the channel of its facts, `medium` by which it reaches, "" for none.

    `came` and `went` are texts of the catalogue: what is said of one that came in, and of one that went out.
    `one` names a single contact. `by_hand`: people write it down themselves; `comes`: mostly it comes in.
    """

    key: str
    label: str | Promise
    icon: str
    came: str
    went: str
    one: str | Promise
    medium: str = ""
    by_hand: bool = True
    comes: bool = False


WAYS: dict[str, Way] = {}


def register_way(way: Way) -> Way:
    """Let contacts happen on a further way."""
    WAYS[way.key] = way
    return way


for one in (
    Way(
        "call",
        pgettext_lazy("way of contact", "Calls"),
        "phone",
        gettext_noop("the customer called"),
        gettext_noop("called the customer"),
        pgettext_lazy("one contact", "Call"),
        "phone",
    ),
    Way(
        "email",
        pgettext_lazy("way of contact", "E-mails"),
        "mail",
        gettext_noop("the customer wrote an e-mail"),
        gettext_noop("wrote an e-mail"),
        pgettext_lazy("one contact", "E-mail"),
        "email",
    ),
    Way(
        "meeting",
        pgettext_lazy("way of contact", "Meetings"),
        "users",
        gettext_noop("the customer came to us"),
        gettext_noop("met the customer"),
        pgettext_lazy("one contact", "Meeting"),
    ),
    Way(
        "post",
        pgettext_lazy("way of contact", "Letters"),
        "mailbox",
        gettext_noop("a letter came by post"),
        gettext_noop("sent a letter by post"),
        pgettext_lazy("one contact", "Letter"),
        comes=True,
    ),
    Way(
        "fax",
        pgettext_lazy("way of contact", "Faxes"),
        "printer",
        gettext_noop("a fax came"),
        gettext_noop("sent a fax"),
        pgettext_lazy("one contact", "Fax"),
        "phone",
        comes=True,
    ),
):
    register_way(one)
