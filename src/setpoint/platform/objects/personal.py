"""A record of an administrator's kind may be called after somebody."""

from setpoint.platform.objects.models import ObjectRecord
from setpoint.platform.personal.free_texts import register_free_texts

register_free_texts(ObjectRecord, "name", "folded", empty="-")
