"""From records to the names under which they stand in the index."""

from collections.abc import Collection, Iterable, Mapping

from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.models import Company
from setpoint.kernel.permissions import visible_to
from setpoint.platform.search import custom_fields
from setpoint.platform.search.kinds import EVERY_KIND, MORE, SearchKind, Sort, Weight
from setpoint.platform.search.names import names_of

# weight → names, without beginnings
Names = Mapping[int, set[str]]


def documents(kind: SearchKind, ids: Collection[int], *, without: Collection[str] = ()) -> Mapping[int, Names]:
    """Return the names of the records of a kind that exist among `ids`.

    What stands in fields of `without` gives none.
    """
    rows = visible_to(SYSTEM, kind.kind).filter(pk__in=ids)
    fields = [field for field in kind.fields if field.path.partition("__")[0] not in without]
    paths = [field.path for field in fields]
    country = home_country()
    found: dict[int, dict[int, set[str]]] = {}
    for number, *values in rows.values_list("pk", *paths):
        names: dict[int, set[str]] = {weight: set() for weight in Weight}
        for field, value in zip(fields, values, strict=True):
            if value:
                weight = Weight.CONTACT if field.sort in (Sort.EMAIL, Sort.PHONE) else field.weight
                names[weight] |= names_of(str(value), field.sort, country)
        found[number] = names
    for number, text in _more(kind, list(found), without):
        if number in found:
            found[number][Weight.TEXT] |= names_of(text, Sort.TEXT, country)
    for names in found.values():
        # a name is found as such; the text need not repeat it
        names[Weight.TEXT] -= names[Weight.NAME]
    return found


def home_country() -> str:
    """Return the country whose telephones are written without its code."""
    return Company.objects.values_list("country", flat=True).first() or "US"


def _more(kind: SearchKind, ids: list[int], without: Collection[str]) -> Iterable[tuple[int, str]]:
    for name in (kind.kind, EVERY_KIND):
        for source, texts in MORE.get(name, {}).items():
            if without and source == custom_fields.SOURCE:
                yield from custom_fields.texts_of(kind.kind, ids, without=without)
            else:
                yield from texts(kind.kind, ids)
