"""Dimensions that several sources have, and days cut into months, quarters and weeks."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.analytics.sources.declared import Dimension
from setpoint.domains.sales.models import Pipeline, Stage
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Team, Territory, User
from setpoint.kernel.permissions import visible_to


def _stages(_by: Actor) -> dict[str, str]:
    stages = list(Stage.every.select_related("pipeline").order_by("pipeline__position", "pipeline", "position", "pk"))
    several = len({stage.pipeline_id for stage in stages}) > 1
    return {str(one.pk): f"{one.pipeline.name}: {one.name}" if several else one.name for one in stages}


def _people(_by: Actor) -> dict[str, str]:
    return {str(pk): name for pk, name in User.objects.order_by("name").values_list("pk", "name")}


def _teams(_by: Actor) -> dict[str, str]:
    return {str(pk): name for pk, name in Team.objects.order_by("name").values_list("pk", "name")}


def _products(by: Actor) -> dict[str, str]:
    rows = visible_to(by, "catalog.product").order_by("name")
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


def _territories(_by: Actor) -> dict[str, str]:
    return {str(pk): name for pk, name in Territory.objects.order_by("name").values_list("pk", "name")}


def _pipelines(_by: Actor) -> dict[str, str]:
    return {str(one.pk): one.name for one in Pipeline.objects.all()}


STAGE = Dimension("stage", _("Stage"), "stage", _stages, ordered=True)
PIPELINE = Dimension("pipeline", _("Pipeline"), "pipeline", _pipelines, ordered=True)
OWNER = Dimension("owner", _("Owner"), "owner", _people, people=True)
TEAM = Dimension("team", _("Team"), "team", _teams)
PRODUCT = Dimension("product", _("Product"), "product", _products)
TERRITORY = Dimension("territory", _("Territory"), "territory", _territories)
CHANNEL = Dimension("channel", _("Channel"), "nullif(channel, '')")
PLACES = (STAGE, PIPELINE, OWNER, TEAM, PRODUCT, TERRITORY, CHANNEL)


def spans(column: str, word: str) -> tuple[Dimension, ...]:
    """Return the week, month, quarter and year of a day as dimensions; values sort as time does."""
    named = {
        "week": (pgettext_lazy("report", "Week"), "strftime({}, '%G-W%V')"),
        "month": (pgettext_lazy("report", "Month"), "strftime({}, '%Y-%m')"),
        "quarter": (pgettext_lazy("report", "Quarter"), "year({0}) || '-Q' || quarter({0})"),
        "year": (pgettext_lazy("report", "Year"), "strftime({}, '%Y')"),
        "day": (pgettext_lazy("report", "Day"), "strftime({}, '%Y-%m-%d')"),
    }
    return tuple(
        Dimension(f"{word}{key}", name, f"date_trunc('{key}', {column})", ordered=True, filters=False, key_of=written)
        for key, (name, written) in named.items()
    )
