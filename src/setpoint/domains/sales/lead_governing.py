"""What rights on leads, and rules of routing, may depend on."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.catalog.models import Product
from setpoint.domains.sales.models import Lead, LeadPolicy, LeadSource, LeadState, RoutingRule
from setpoint.domains.sales.operations.lead_words import KIND as WORDS
from setpoint.domains.sales.permissions import LEAD
from setpoint.kernel.governed import Choices, ConditionField, GovernedKind, govern
from setpoint.kernel.models.people import Scope
from setpoint.kernel.trees import team_condition, territory_condition


def _sources() -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in LeadSource.objects.values_list("pk", "name")]


def _states() -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in LeadState.objects.values_list("pk", "name")]


def _products() -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in Product.objects.order_by("name").values_list("pk", "name")]


def _number(field: str, label: object) -> ConditionField:
    def compiled(operator: str, value: str) -> Q:
        return Q(**{f"{field}__{'gte' if operator == 'from' else 'lte'}": int(value)})

    return ConditionField(field, label, ("from", "to"), compiled)  # type: ignore[arg-type] # a lazy text


def _text(field: str, label: object) -> ConditionField:
    return ConditionField(field, label, ("is",), lambda _operator, value: Q(**{field: value.strip()}))  # type: ignore[arg-type] # a lazy text


def _one_of(field: str, label: object, choices: Choices) -> ConditionField:
    return ConditionField(field, label, ("is",), lambda _operator, value: Q(**{field: int(value)}), choices)  # type: ignore[arg-type] # a lazy text


govern(
    GovernedKind(
        LEAD,
        _("Leads"),
        ("see", "create", "change", "reassign", "export"),
        Lead.objects.all,
        owner="owner",
        territory="territory",
        conditions=(
            _one_of("source", _("Source"), _sources),
            _text("campaign", _("Campaign")),
            _one_of("state", pgettext_lazy("of a lead", "State"), _states),
            _one_of("product", _("Product"), _products),
            _text("country", _("Country")),
            _text("region", _("Region")),
            _text("sector", _("Sector")),
            _text("language", _("Language")),
            _number("employees", _("Employees")),
            _number("score", _("Score")),
            team_condition(Lead, "owner__team"),
            territory_condition(Lead, "territory"),
        ),
        fields=(
            ("campaign", _("Campaign")),
            ("product", _("Product")),
            ("score", _("Score")),
            ("message", _("Message")),
        ),
    )
)
govern(GovernedKind(WORDS, _("Ways of working with leads"), ("change",), LeadPolicy.objects.all, scopes=(Scope.ALL,)))
govern(
    GovernedKind(
        "sales.routing", _("Routing of leads"), ("see", "change"), RoutingRule.objects.all, scopes=(Scope.ALL,)
    )
)
