"""The list of customers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.customers.models import Party
from setpoint.domains.customers.models.party import Importance, PartyKind
from setpoint.domains.customers.operations import parties
from setpoint.domains.customers.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Territory
from setpoint.kernel.refs import Ref
from setpoint.platform.lists.changes import Change
from setpoint.platform.lists.columns import Native
from setpoint.platform.lists.kinds import ListKind, register
from setpoint.platform.lists.of_people import one_of, territories
from setpoint.platform.lists.types import Chosen, Linked, Moment, Number, Text


def _change(key: str, label: str | Promise) -> Change:
    """Return the change of a text that customers have."""

    def apply(values: Mapping[int, Any], by: Actor) -> None:
        parties.change_many({pk: {key: value} for pk, value in values.items()}, by=by)

    def now(ids: Sequence[int]) -> dict[int, Any]:
        return dict(Party.objects.filter(pk__in=ids).values_list("pk", key))

    return Change(key, label, lambda text, _by: text.strip(), apply, now, lambda plain: plain)


def _give_territory(values: Mapping[int, Any], by: Actor) -> None:
    parties.change_many({pk: {"territory": value} for pk, value in values.items()}, by=by)


TERRITORY = Change(
    "territory",
    _("Territory"),
    lambda text, by: one_of(Territory, text, by),
    _give_territory,
    lambda ids: dict(Party.objects.filter(pk__in=ids).values_list("pk", "territory_id")),
    lambda plain: Territory.objects.get(pk=plain) if plain else None,
    territories,
    "choice",
)

register(
    ListKind(
        KIND,
        _("Customers"),
        (
            Native(
                "name",
                pgettext_lazy("of a customer", "Name"),
                Text(folded=True),
                "folded",
                value=lambda row: row.name,
                ref=lambda row: Ref(KIND, row.pk),
                related=("employer",),
                sorts="folded",
            ),
            Native(
                "kind",
                pgettext_lazy("of a customer", "Kind"),
                Chosen(choices=dict(PartyKind.choices)),
                "kind",
                value=lambda row: row.kind,
                usual=False,
                sorts="kind",
            ),
            Native(
                "importance",
                _("Importance"),
                Chosen(choices=dict(Importance.choices)),
                "importance",
                value=lambda row: row.importance,
                usual=False,
                sorts="importance",
            ),
            Native("sector", _("Sector"), Text(), "sector", value=lambda row: row.sector, sorts="sector"),
            Native("country", _("Country"), Text(), "country", value=lambda row: row.country, sorts="country"),
            Native("email", _("E-mail"), Text(), "email", value=lambda row: row.email, usual=False, sorts="email"),
            Native(
                "phone",
                _("Telephone"),
                Text(words=("empty", "filled")),
                "phone",
                value=lambda row: row.phone,
                usual=False,
                indexed=False,
            ),
            Native(
                "employer",
                pgettext_lazy("of a customer", "Works for"),
                path="employer__folded",
                holds=Text(folded=True),
                value=lambda row: row.employer.name if row.employer else "",
                ref=lambda row: Ref(KIND, row.employer_id) if row.employer_id else None,
                related=("employer",),
                usual=False,
            ),
            Native(
                "employees",
                _("Employees"),
                Number(),
                "employees",
                value=lambda row: row.employees,
                usual=False,
                sorts="employees",
            ),
            Native(
                "founded",
                _("Founded"),
                Number(),
                "founded",
                value=lambda row: row.founded,
                usual=False,
                indexed=False,
            ),
            Native(
                "territory",
                _("Territory"),
                Linked(offered=territories),
                "territory",
                value=lambda row: row.territory.name if row.territory else "",
                related=("territory",),
                usual=False,
                sorts="territory",
                sorts_by=("name",),
            ),
            Native(
                "created",
                _("Customer since"),
                Moment(),
                "created_at",
                value=lambda row: row.created_at,
                usual=False,
                sorts="created_at",
            ),
        ),
        bar=("kind",),
        changes=(_change("sector", _("Sector")), _change("country", _("Country")), TERRITORY),
    )
)
