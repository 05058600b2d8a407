"""A column whose text lies sealed in the database: for passwords and keys of other systems."""

from typing import Any

from django.db import models

from setpoint.kernel.secrets import seal, unseal


class SealedField(models.TextField):  # type: ignore[type-arg]
    """Text in code, sealed in the database; it cannot be searched for."""

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return seal(text) if text else text

    def from_db_value(self, value: str | None, *_context: object) -> str | None:
        return unseal(value) if value else value
