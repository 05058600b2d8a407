"""What speaks for two cards being one and what against, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.customers.models import ContactPoint, Party, PostalAddress, Requisite

SAID: dict[tuple[str, str], Promise] = {
    ("name", "same"): _("the name is the same"),
    ("name", "sounds"): _("the names sound the same"),
    ("name", "shortened"): _("one name is short for the other"),
    ("name", "alike"): _("the names differ in a letter or two"),
    ("name", "similar"): _("the names are similar"),
    ("name", "different"): _("the names are different"),
    ("patronymic", "same"): _("the patronymic is the same"),
    ("patronymic", "alike"): _("the patronymics are alike"),
    ("patronymic", "different"): _("the patronymics are different"),
    ("emails", "shared"): _("an e-mail address in common"),
    ("emails", "different"): _("no e-mail address in common"),
    ("phones", "shared"): _("a telephone in common"),
    ("phones", "different"): _("no telephone in common"),
    ("numbers", "shared"): _("a register number in common"),
    ("numbers", "different"): _("no register number in common"),
    ("address", "same"): _("the postal address is the same"),
    ("address", "alike"): _("the postal addresses are alike"),
    ("address", "different"): _("the postal addresses are different"),
    ("born", "same"): _("born on the same day"),
    ("born", "alike"): _("the birthdays differ in one digit"),
    ("born", "similar"): _("the birthdays differ in two digits"),
    ("born", "different"): _("born on different days"),
    ("employer", "same"): _("the same employer"),
    ("employer", "different"): _("different employers"),
}
MOST = 10


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for a pair, or against it; `strength` from 1 to 3."""

    text: str | Promise
    speaks_for: bool
    strength: int


@dataclass(frozen=True)
class Line:
    """One thing that two cards say: the texts of both, and whether they agree."""

    label: str | Promise
    first: str
    second: str

    @property
    def same(self) -> bool:
        """Whether both say the same."""
        return self.first == self.second


def reasons(evidence: Iterable[Sequence[Any]]) -> list[Reason]:
    """Return [column, step, bits] of a pair in words, the strongest first."""
    ordered = sorted(evidence, key=lambda each: -abs(each[2]))
    told = [
        Reason(SAID[column, step], bits > 0, 1 + (abs(bits) > 4) + (abs(bits) > 9))  # noqa: PLR2004 - bits: 1 in 16, in 512
        for column, step, bits in ordered
        if (column, step) in SAID
    ]
    return sorted(told, key=lambda one: not one.speaks_for)


def beside(pairs: Sequence[tuple[Party, Party]], unseen: Iterable[str]) -> list[list[Line]]:
    """Return what the cards of pairs say, side by side, in a fixed number of queries."""
    ids = {party.pk for pair in pairs for party in pair}
    reached: dict[tuple[int, str], list[str]] = {}
    for party, medium, value in ContactPoint.objects.filter(party__in=ids).values_list("party", "medium", "value"):
        reached.setdefault((party, medium), []).append(value)
    for party, value in Requisite.objects.filter(party__in=ids).values_list("party", "value"):
        reached.setdefault((party, "requisites"), []).append(value)
    for place in PostalAddress.objects.filter(party__in=ids):
        reached.setdefault((place.party_id, "addresses"), []).append(place.line())
    hidden = set(unseen)
    shown = [(key, label) for key, label in _SHOWN if key not in hidden]

    def text(party: Party, key: str) -> str:
        medium = {"email": "email", "phone": "phone", "requisites": "requisites", "addresses": "addresses"}.get(key)
        if medium:
            return ", ".join(reached.get((party.pk, medium), [])[:MOST])
        if key == "employer":
            return party.employer.name if party.employer else ""
        return str(getattr(party, key) or "")

    lines = [[Line(label, text(one, key), text(other, key)) for key, label in shown] for one, other in pairs]
    return [[line for line in pair if line.first or line.second] for pair in lines]


_SHOWN: tuple[tuple[str, str | Promise], ...] = (
    ("name", pgettext_lazy("of a customer", "Name")),
    ("email", _("E-mail")),
    ("phone", _("Telephone")),
    ("requisites", _("Requisites")),
    ("addresses", _("Postal address")),
    ("employer", pgettext_lazy("of a customer", "Works for")),
    ("sector", _("Sector")),
    ("country", _("Country")),
)
