"""Tables of kinds of record that an administrator creates."""

from setpoint.platform.objects.models.object import ObjectKind, ObjectRecord

__all__ = ["ObjectKind", "ObjectRecord"]
