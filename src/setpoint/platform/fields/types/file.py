"""A file that a record holds."""

from collections.abc import Sequence
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from setpoint.platform.fields.models import Field, FieldType, NumberValue, StoredFile
from setpoint.platform.fields.types.base import Value, ValueType


class Upload(ValueType[StoredFile]):
    """One file; `platform.fields.files` takes it in and gives it back."""

    type = FieldType.FILE
    operators = ()
    can_be_unique = False

    def read(self, field: Field, given: str) -> StoredFile:
        del field
        found = StoredFile.objects.filter(pk=int(given)).first() if given.isdigit() else None
        if found is None:
            raise ValidationError(_("Upload the file first."))
        return found

    def encode(self, field: Field, value: StoredFile) -> list[dict[str, Any]]:
        return [{"number": value.pk}]

    def decode(self, field: Field, rows: Sequence[Value]) -> StoredFile:
        number = cast("NumberValue", rows[0]).number
        known: dict[int, StoredFile] = getattr(field, "stored_files", {})
        return known.get(number) or StoredFile.objects.get(pk=number)

    def plain(self, field: Field, value: StoredFile) -> str:
        return value.name
