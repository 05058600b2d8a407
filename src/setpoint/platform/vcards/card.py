"""What a vCard says of a person or an organisation."""

from dataclasses import dataclass, field

WORK, HOME, MOBILE, FAX, OTHER = "work", "home", "mobile", "fax", "other"
EMAIL, PHONE, SITE = "email", "phone", "site"


@dataclass(frozen=True)
class Point:
    """An address: `medium` is email, phone or site, `use` one of work, home, mobile, fax, other."""

    medium: str
    value: str
    use: str = OTHER
    first: bool = False


@dataclass(frozen=True)
class Place:
    """A postal address; `extended` holds post box and flat."""

    use: str = OTHER
    extended: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    first: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the parts as ADR has them behind the post box."""
        return (self.extended, self.street, self.city, self.region, self.postcode, self.country)


@dataclass(frozen=True)
class Card:
    """`name` is FN as it stands. `birthday` is an ISO day, or --MM-DD where the year is not known.

    `further`: properties that mean nothing to us, as lines without folding; written back as they came.
    """

    name: str
    uid: str = ""
    is_organisation: bool = False
    family: str = ""
    given: str = ""
    additional: str = ""
    prefix: str = ""
    suffix: str = ""
    organisation: str = ""
    department: str = ""
    title: str = ""
    birthday: str = ""
    note: str = ""
    points: tuple[Point, ...] = ()
    places: tuple[Place, ...] = ()
    categories: tuple[str, ...] = ()
    further: tuple[str, ...] = field(default=(), repr=False)
