"""Who sees which party: nobody owns one, it lies in a territory."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from setpoint.domains.customers.models import Party, RelationKind, Segment
from setpoint.domains.customers.models.party import PartyKind
from setpoint.kernel.actors import Actor
from setpoint.kernel.governed import ConditionField, GovernedKind, govern
from setpoint.kernel.models.people import Scope
from setpoint.kernel.permissions import register_visible, require_rows, scope_of, within_scope
from setpoint.kernel.trees import territory_condition

KIND = "customers.party"
VOCABULARY = "customers.vocabulary"


def _employees(operator: str, value: str) -> Q:
    return Q(**{f"employees__{'gte' if operator == 'from' else 'lte'}": int(value)})


govern(
    GovernedKind(
        KIND,
        gettext_lazy("Customers"),
        ("see", "create", "change", "export"),
        Party.objects.all,
        territory="territory",
        conditions=(
            territory_condition(Party, "territory"),
            ConditionField(
                "kind",
                pgettext_lazy("of a customer", "Kind"),
                ("is",),
                lambda _operator, value: Q(kind=PartyKind(value)),
                lambda: [(value, str(label)) for value, label in PartyKind.choices],
            ),
            ConditionField("sector", gettext_lazy("Sector"), ("is",), lambda _operator, value: Q(sector=value)),
            ConditionField("country", gettext_lazy("Country"), ("is",), lambda _operator, value: Q(country=value)),
            ConditionField("employees", gettext_lazy("Employees"), ("from", "to"), _employees),
        ),
        fields=(
            ("email", gettext_lazy("E-mail")),
            ("phone", gettext_lazy("Telephone")),
            ("sector", gettext_lazy("Sector")),
            ("country", gettext_lazy("Country")),
            ("employees", gettext_lazy("Employees")),
            ("founded", gettext_lazy("Founded")),
            ("territory", gettext_lazy("Territory")),
            ("addresses", gettext_lazy("Postal and other addresses")),
            ("requisites", gettext_lazy("Requisites")),
            ("roles", gettext_lazy("Roles of the customer")),
            ("relations", gettext_lazy("Relations")),
            ("occasions", gettext_lazy("Occasions")),
            ("preferences", gettext_lazy("Preferences and needs")),
        ),
    )
)
govern(
    GovernedKind(
        VOCABULARY,
        gettext_lazy("Words of the cards of customers"),
        ("change",),
        RelationKind.objects.all,
        scopes=(Scope.ALL,),
    )
)


@register_visible(KIND)
def visible_parties(actor: Actor) -> QuerySet[Party]:
    """Return the parties within the actor's right: in his territories, or all."""
    return parties_for(actor, "see")


def parties_for(actor: Actor, action: str) -> QuerySet[Party]:
    """Return the parties on which the actor may do something."""
    return within_scope(actor, Party.objects.all(), KIND, action, owner=None)


def require_parties(by: Actor, action: str, ids: Collection[int]) -> None:
    """Raise PermissionDenied unless the actor may do `action` on each of the parties."""
    require_rows(by, Party.objects.all(), KIND, action, ids, owner=None)


def require_any(by: Actor, action: str) -> None:
    """Raise PermissionDenied where the actor may do `action` on no party at all."""
    if by.view_only or scope_of(by, KIND, action) is None:
        raise PermissionDenied(_("You have no right to do this. Ask your administrator or the head of your team."))


@register_visible("customers.segment")
def visible_segments(actor: Actor) -> QuerySet[Segment]:
    """Return the segments: all of them for whoever sees customers; members are seen by the rights on customers."""
    every = Segment.objects.all()
    return every if scope_of(actor, KIND, "see") is not None else every.none()
