"""What people write about corrections may name somebody."""

from setpoint.loop.act.models import Correction
from setpoint.platform.personal.free_texts import register_free_texts

register_free_texts(Correction, "note")
