"""Reasons for changes of a plan may name somebody."""

from setpoint.loop.plan.models import PlanVersion
from setpoint.platform.personal.free_texts import register_free_texts

register_free_texts(PlanVersion, "reason")
