"""Finds every file of this folder: one file, one of them."""

from importlib import import_module
from pkgutil import iter_modules

from setpoint.domains.analytics import reports

for module in iter_modules(reports.__path__):
    if module.name != "every":
        import_module(f"{reports.__name__}.{module.name}")
