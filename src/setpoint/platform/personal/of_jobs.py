"""What a job was given, and what it failed at, may name somebody."""

from setpoint.kernel.models import Job
from setpoint.platform.personal.free_texts import register_free_texts

register_free_texts(Job, "payload", "message", "error")
