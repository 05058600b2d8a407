"""Formulas over the fields of one record: a small typed language, without loops, names of its own or a way out.

`understood(source, types)` parses and checks once; `Understood.value(values)` costs as much as the source is long.
"""

from setpoint.platform.fields.formula.errors import FormulaError
from setpoint.platform.fields.formula.understanding import Understood, understood

__all__ = ["FormulaError", "Understood", "understood"]
