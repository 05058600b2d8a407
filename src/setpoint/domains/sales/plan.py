"""What of sales can be planned, and how deals flow."""

from django.utils.translation import gettext_lazy as _

from setpoint.domains.sales import lead_measures, measures
from setpoint.domains.sales.flow import load_deals
from setpoint.domains.sales.lead_flow import load_leads
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

LEAD_FLOW = "sales.leads"
register_flow(LEAD_FLOW, load_leads)

LEADS = register_parameter(
    Parameter(
        key="sales.leads",
        name=_("Leads received"),
        kind=Kind.COUNT,
        unit=Unit.ONE,
        measure=lead_measures.RECEIVED,
        flow=LEAD_FLOW,
        value_of="arrival",
    )
)
LEADS_CONVERTED = register_parameter(
    Parameter(
        key="sales.leads_converted",
        name=_("Leads converted"),
        kind=Kind.COUNT,
        unit=Unit.ONE,
        measure=lead_measures.CONVERTED,
        flow=LEAD_FLOW,
        value_of="one",
    )
)
LEAD_CONVERSION = register_parameter(
    Parameter(
        key="sales.lead_conversion",
        name=_("Conversion of leads"),
        kind=Kind.RATE,
        unit=Unit.PPM,
        measure=lead_measures.CONVERTED,
        base=(lead_measures.CONVERTED, lead_measures.REJECTED),
        flow=LEAD_FLOW,
    )
)
LEAD_ACCEPTANCE = register_parameter(
    Parameter(
        key="sales.lead_acceptance",
        name=_("Qualified leads accepted by sales"),
        kind=Kind.RATE,
        unit=Unit.PPM,
        measure=lead_measures.ACCEPTED,
        base=(lead_measures.ACCEPTED, lead_measures.SENT_BACK),
        flow=LEAD_FLOW,
    )
)
LEAD_RESPONSE = register_parameter(
    Parameter(
        key="sales.lead_response",
        name=_("Time of the first response"),
        kind=Kind.DURATION,
        unit=Unit.SECONDS,
        direction=-1,
        measure=lead_measures.RESPONSE,
        flow=LEAD_FLOW,
    )
)
LEAD_IN_NORM = register_parameter(
    Parameter(
        key="sales.lead_in_norm",
        name=_("First responses within the norm"),
        kind=Kind.RATE,
        unit=Unit.PPM,
        measure=lead_measures.IN_NORM,
        base=(lead_measures.IN_NORM, lead_measures.OUT_OF_NORM),
        flow=LEAD_FLOW,
    )
)
