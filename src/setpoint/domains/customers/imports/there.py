"""Whether a card is there already: asked in sets, exactly; who might be the same is found at night."""

from collections.abc import Sequence

from setpoint.domains.customers.imports.incoming import Incoming
from setpoint.domains.customers.media import MEDIA, home_country
from setpoint.domains.customers.models import ContactPoint, Party, Requisite
from setpoint.domains.customers.requisites import SORTS
from setpoint.kernel.folding import fold
from setpoint.platform.vcards.card import EMAIL, PHONE

Sign = tuple[str, str]
INN = "inn"
# a company of that name that came from no other system
UNKEYED = "unkeyed"


class There:
    """Knows what one file has said already, so that a second row of it is noticed whatever the chunks.

    The same card: the same key of the other system; the same INN; an e-mail address or telephone in common under the
    same name; or, where one of the two has neither, the same name alone.
    """

    def __init__(self) -> None:
        self.country = home_country()
        # numbers, not texts: a million rows take some tens of megabytes
        self._said: set[int] = set()

    def found(self, incoming: Sequence[Incoming]) -> set[int]:
        """Return the places in `incoming` of cards that are there, or came before in the file."""
        signs = [self._signs(one) for one in incoming]
        there = self._stored({sign for some in signs for sign in some})
        found = set()
        for place, some in enumerate(signs):
            hashed = {hash(sign) for sign in some if sign[0] != UNKEYED}
            if some & there or hashed & self._said:
                found.add(place)
            self._said |= hashed
        return found

    def _signs(self, one: Incoming) -> set[Sign]:
        name = fold(one.card.name)
        signs = {("key", one.key)} if one.key else set()
        if INN in one.requisites:
            signs.add((INN, SORTS[INN].normalise(one.requisites[INN])))
        reached = {
            (point.medium, f"{MEDIA[point.medium].normalise(point.value, self.country) or point.value}\n{name}")
            for point in one.card.points
            if point.medium in (EMAIL, PHONE)
        }
        if not one.card.is_organisation:
            return signs | reached | (set() if signs or reached else {("person", name)})
        # companies are known by their names; of two with keys of their own that bear one name each is itself
        return signs | reached | {(UNKEYED if one.key else "organisation", name)}

    def _stored(self, signs: set[Sign]) -> set[Sign]:
        of: dict[str, set[str]] = {}
        for kind, value in signs:
            of.setdefault(kind, set()).add(value)
        found = {("key", key) for key in _keys(of.get("key", set()))}
        numbers = Requisite.objects.filter(sort=INN, normalised__in=of.get(INN, ()))
        found |= {(INN, number) for number in numbers.values_list("normalised", flat=True)}
        for medium in (EMAIL, PHONE):
            values = {value.partition("\n")[0] for value in of.get(medium, ())}
            rows = ContactPoint.objects.filter(medium=medium, normalised__in=values) if values else None
            pairs = rows.values_list("normalised", "party__name") if rows is not None else ()
            found |= {(medium, f"{normalised}\n{fold(name)}") for normalised, name in pairs}
        for kind in ("person", "organisation"):
            names = of.get(kind, set())
            known = Party.objects.filter(kind=kind, folded__in=names).values_list("name", flat=True) if names else ()
            found |= {(kind, fold(name)) for name in known}
        unkeyed = Party.objects.filter(kind="organisation", external_id="", folded__in=of.get(UNKEYED, ()))
        found |= {(UNKEYED, folded) for folded in unkeyed.values_list("folded", flat=True)}
        return found


def _keys(keys: set[str]) -> list[str]:
    # the index on keys leaves empty ones out, and is used only where the query does too
    rows = Party.objects.exclude(external_id="").filter(external_id__in=keys)
    return list(rows.values_list("external_id", flat=True)) if keys else []
