"""Live events for any ASGI server; pages are WSGI."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setpoint.settings")
django.setup()

from setpoint.platform.live.stream import application  # noqa: E402 (Django must be there first)

__all__ = ["application"]
