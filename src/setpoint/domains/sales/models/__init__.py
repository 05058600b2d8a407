"""Tables of the sales domain."""

from setpoint.domains.sales.models.deal import Closure, Deal, Outcome
from setpoint.domains.sales.models.pipeline import Pipeline, Stage
from setpoint.domains.sales.models.work_list import WorkListPosition

__all__ = ["Closure", "Deal", "Outcome", "Pipeline", "Stage", "WorkListPosition"]
