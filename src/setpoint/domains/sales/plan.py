"""What of sales can be planned, and how deals flow."""

from django.utils.translation import gettext_lazy as _

from setpoint.domains.sales import measures
from setpoint.domains.sales.flow import load_deals
from setpoint.loop.plan.flow import register_flow
from setpoint.loop.plan.parameters import Kind, Parameter, Unit, register_parameter

FLOW = "sales.deals"
register_flow(FLOW, load_deals)

REVENUE = register_parameter(
    Parameter(
        key="sales.revenue",
        name=_("Revenue won"),
        kind=Kind.AMOUNT,
        unit=Unit.MONEY,
        measure=measures.REVENUE,
        flow=FLOW,
        value_of="value",
    )
)
WON = register_parameter(
    Parameter(
        key="sales.won",
        name=_("Deals won"),
        kind=Kind.COUNT,
        unit=Unit.ONE,
        measure=measures.WON,
        flow=FLOW,
        value_of="one",
    )
)
CREATED = register_parameter(
    Parameter(
        key="sales.created",
        name=_("Deals created"),
        kind=Kind.COUNT,
        unit=Unit.ONE,
        measure=measures.CREATED,
        flow=FLOW,
        value_of="arrival",
    )
)
TOUCHES = register_parameter(
    Parameter(
        key="sales.touches",
        name=_("Touches"),
        kind=Kind.COUNT,
        unit=Unit.ONE,
        measure=measures.TOUCHES,
        flow=FLOW,
        value_of="touch",
    )
)
WIN_RATE = register_parameter(
    Parameter(
        key="sales.win_rate",
        name=_("Win rate"),
        kind=Kind.RATE,
        unit=Unit.PPM,
        measure=measures.WON,
        base=(measures.WON, measures.LOST),
        flow=FLOW,
    )
)
CYCLE = register_parameter(
    Parameter(
        key="sales.cycle",
        name=_("Cycle time"),
        kind=Kind.DURATION,
        unit=Unit.SECONDS,
        direction=-1,
        measure=measures.CYCLE,
        flow=FLOW,
    )
)
PIPELINE = register_parameter(
    Parameter(
        key="sales.pipeline",
        name=_("Open pipeline"),
        kind=Kind.STOCK,
        unit=Unit.MONEY,
        flow=FLOW,
        value_of="stock",
    )
)
