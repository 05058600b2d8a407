"""Tables of fields and of what records say in them."""

from setpoint.platform.fields.models.field import Choice, Field, FieldType, Section
from setpoint.platform.fields.models.values import NumberValue, StoredFile, TextValue

__all__ = ["Choice", "Field", "FieldType", "NumberValue", "Section", "StoredFile", "TextValue"]
