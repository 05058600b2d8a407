"""What rights on deals may depend on: stage in its order, pipeline, amount, product, channel, team, territory."""

from django.db.models import Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.catalog.models import Product
from setpoint.domains.sales.models import Closure, Deal, ExchangeRate, Outcome, Pipeline, Stage
from setpoint.domains.sales.permissions import KIND
from setpoint.kernel.governed import ConditionField, GovernedKind, govern
from setpoint.kernel.models.people import Scope
from setpoint.kernel.money import Money
from setpoint.kernel.trees import team_condition, territory_condition

RATES = "sales.rates"
PIPELINE = "sales.pipeline"
SIDES = {"is": "", "from": "__gte", "to": "__lte"}


def _stage(operator: str, value: str) -> Q:
    """“Proposal and above”: the stages of the same pipeline from this one on; none where it is no more."""
    stage = int(value)
    if operator == "is":
        return Q(stage=stage)
    one = Stage.objects.filter(pk=stage).order_by()
    side = {f"position{SIDES[operator]}": Subquery(one.values("position"))}
    beyond = Stage.objects.filter(pipeline=Subquery(one.values("pipeline")), **side).order_by()
    return Q(stage__in=beyond.values("pk"))


def _stages() -> list[tuple[str, str]]:
    named = Stage.objects.order_by("pipeline__position", "pipeline", "position").values_list(
        "pk", "pipeline__name", "name"
    )
    return [(str(pk), f"{pipeline}: {name}") for pk, pipeline, name in named]


def _amount(operator: str, value: str) -> Q:
    """Read “5000 USD”; amounts in other currencies, and unknown ones, never fulfil it."""
    amount, _space, currency = value.strip().partition(" ")
    if not amount.isdigit() or not (len(currency) == len("USD") and currency.isascii() and currency.isupper()):
        raise ValueError(value)
    return Q(**{f"amount{SIDES[operator]}": Money.of(amount, currency).minor}, currency=currency)


def _state(_operator: str, value: str) -> Q:
    if value == "open":
        return Q(closed_at__isnull=True)
    return Q(pk__in=Closure.objects.filter(outcome=Outcome(value)).values("deal"))


def _states() -> list[tuple[str, str]]:
    opened = str(pgettext_lazy("of a deal", "open"))
    return [("open", opened), *((value, str(label)) for value, label in Outcome.choices)]


def _pipelines() -> list[tuple[str, str]]:
    return [(str(one.pk), one.name) for one in Pipeline.objects.all()]


def _products() -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in Product.objects.order_by("name").values_list("pk", "name")]


govern(
    GovernedKind(
        KIND,
        _("Deals"),
        ("see", "create", "change", "reassign", "export"),
        Deal.objects.all,
        owner="owner",
        territory="customer__territory",
        conditions=(
            ConditionField("stage", _("Stage"), ("from", "to", "is"), _stage, _stages),
            ConditionField(
                "pipeline", _("Pipeline"), ("is",), lambda _operator, value: Q(pipeline=int(value)), _pipelines
            ),
            ConditionField("amount", _("Amount"), ("from", "to"), _amount),
            ConditionField(
                "state",
                pgettext_lazy("of a deal", "State"),
                ("is",),
                _state,
                lambda: [
                    ("open", str(pgettext_lazy("of a deal", "open"))),
                    *((value, str(label)) for value, label in Outcome.choices),
                ],
            ),
            ConditionField("product", _("Product"), ("is",), lambda _operator, value: Q(product=int(value)), _products),
            ConditionField("channel", _("Channel"), ("is",), lambda _operator, value: Q(channel=value)),
            team_condition(Deal, "owner__team"),
            territory_condition(Deal, "customer__territory"),
        ),
        fields=(
            ("amount", _("Amount")),
            ("product", _("Product")),
            ("channel", _("Channel")),
        ),
    )
)
govern(GovernedKind(PIPELINE, _("Pipelines"), ("see", "create", "change"), Pipeline.objects.all, scopes=(Scope.ALL,)))
govern(GovernedKind(RATES, _("Exchange rates"), ("see", "change"), ExchangeRate.objects.all, scopes=(Scope.ALL,)))
