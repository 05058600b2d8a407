"""What rights on deals may depend on: stage in its order, pipeline, amount, product, channel, team, territory."""

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.catalog.models import Product
from setpoint.domains.sales.models import Deal, Outcome, Pipeline, Stage
from setpoint.domains.sales.permissions import KIND
from setpoint.kernel.governed import ConditionField, GovernedKind, govern
from setpoint.kernel.money import Money
from setpoint.kernel.trees import team_condition, territory_condition

SIDES = {"is": "", "from": "__gte", "to": "__lte"}


def _stage(operator: str, value: str) -> Q:
    """“Proposal and above”: the stages of the same pipeline from this one on; none where it is no more."""
    stage = int(value)
    if operator == "is":
        return Q(stage=stage)
    one = Stage.objects.filter(pk=stage, pipeline=OuterRef("pipeline")).values("position")
    side = f"position{SIDES[operator]}"
    return Q(stage__in=Stage.objects.filter(pipeline__stages=stage, **{side: Subquery(one)}).values("pk"))


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
    return Q(closure__outcome=Outcome(value))


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
            team_condition("owner__team"),
            territory_condition("customer__territory"),
        ),
        fields=(
            ("amount", _("Amount")),
            ("product", _("Product")),
            ("channel", _("Channel")),
        ),
    )
)
