"""What is wrong with a formula, and where."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class FormulaError(ValidationError):
    """Says what is wrong; `at` counts letters of the formula from 0."""

    def __init__(self, message: str, at: int, source: str = "") -> None:
        near = source[at : at + 20].partition("\n")[0]
        place = _("At letter %(at)s (“%(near)s”): ") if near else _("At letter %(at)s: ")
        super().__init__(place % {"at": at + 1, "near": near} + message)
        self.at = at


class NoValueError(Exception):
    """The formula has no value for this record: a division by nothing, two currencies, a number out of bounds."""
