"""Reasons for which deviations are accepted may name somebody."""

from setpoint.loop.control.models import Case
from setpoint.platform.personal.free_texts import register_free_texts

register_free_texts(Case, "reason")
