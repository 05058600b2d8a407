"""The words of conditions, and what they are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from setpoint.platform.fields.querying import EMPTY, FILLED
from setpoint.platform.fields.types import Operator

IS, STARTS, FROM, TO, ANY = Operator.IS, Operator.STARTS, Operator.FROM, Operator.TO, Operator.ANY
NOT, LAST, NEXT = "not", "last", "next"
# words that ask whether there is a value, and take none
ALONE = frozenset({EMPTY, FILLED})
# words that tell so little that an index does not help
VAGUE = frozenset({EMPTY, FILLED, NOT})

LABELS: Mapping[str, str | Promise] = {
    IS: pgettext_lazy("condition", "is"),
    NOT: pgettext_lazy("condition", "is not"),
    ANY: pgettext_lazy("condition", "is one of"),
    STARTS: pgettext_lazy("condition", "begins with"),
    FROM: pgettext_lazy("condition", "is at least"),
    TO: pgettext_lazy("condition", "is at most"),
    LAST: pgettext_lazy("condition", "is within the last days:"),
    NEXT: pgettext_lazy("condition", "is within the next days:"),
    EMPTY: pgettext_lazy("condition", "is empty"),
    FILLED: pgettext_lazy("condition", "is filled in"),
}
OF_DAYS: Mapping[str, str | Promise] = {
    FROM: pgettext_lazy("condition", "is on or after"),
    TO: pgettext_lazy("condition", "is on or before"),
}
