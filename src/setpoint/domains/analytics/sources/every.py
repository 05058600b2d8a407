"""Finds every file of this folder: one file, one of them."""

from importlib import import_module
from pkgutil import iter_modules

from setpoint.domains.analytics import sources

for module in iter_modules(sources.__path__):
    if module.name != "every":
        import_module(f"{sources.__name__}.{module.name}")
