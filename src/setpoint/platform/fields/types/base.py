"""What every type of field can do: read what people and programs give, keep it as rows, show it."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from setpoint.kernel.actors import Actor
from setpoint.platform.fields.models import Field, NumberValue, TextValue
from setpoint.platform.fields.models.field import FieldType

V = TypeVar("V")
Value = TextValue | NumberValue
Table = type[TextValue] | type[NumberValue]


class Operator:
    """Words of conditions; each type knows which of them it answers."""

    IS = "is"
    STARTS = "starts"
    FROM = "from"
    TO = "to"
    ANY = "any"


class ValueType(ABC, Generic[V]):
    """A type of field. Values are Python's; rows are `TextValue` or `NumberValue` without a record."""

    type: ClassVar[FieldType]
    table: ClassVar[Table] = NumberValue
    # the column by which rows are compared
    column: ClassVar[str] = "number"
    operators: ClassVar[tuple[str, ...]] = (Operator.IS, Operator.FROM, Operator.TO)
    can_be_unique: ClassVar[bool] = True

    @abstractmethod
    def read(self, field: Field, given: str) -> V:
        """Turn what was written into a value. ValidationError says how it is written."""

    @abstractmethod
    def encode(self, field: Field, value: V) -> list[dict[str, Any]]:
        """Return the columns of the rows that keep a value."""

    @abstractmethod
    def decode(self, field: Field, rows: Sequence[Value]) -> V:
        """Return the value that rows keep, in the order of their slots."""

    def plain(self, field: Field, value: V) -> Any:
        """Return the value as JSON, as facts, files and programs have it; `read` takes its text back."""
        del field
        return str(value)

    def show(self, field: Field, value: V) -> str:
        """Return the value as the reader writes it."""
        return str(self.plain(field, value))

    def write(self, field: Field, value: V) -> str:
        """Return the value as it stands in an input; `read` takes it back."""
        return str(self.plain(field, value))

    def check(self, field: Field, value: V, by: Actor) -> None:
        """Refuse a value that cannot be (ValidationError), beyond what `read` has refused."""

    def check_settings(self, settings: dict[str, Any]) -> dict[str, Any]:
        """Return the settings of a field of this type, complete; ValidationError names what is wrong."""
        if settings:
            unknown = ", ".join(sorted(settings))
            raise ValidationError({"settings": _("This type has no setting “%(names)s”.") % {"names": unknown}})
        return {}

    def condition(self, field: Field, operator: str, given: str) -> Q:
        """Return what a row must fulfil; ValidationError for a word or value that the type does not know."""
        if operator not in self.operators:
            raise ValidationError(_("“%(word)s” cannot be asked of this field.") % {"word": operator})
        number = self.encode(field, self.read(field, given))[0]["number"]
        return {
            Operator.IS: Q(number=number),
            Operator.FROM: Q(number__gte=number),
            Operator.TO: Q(number__lte=number),
        }[operator]
