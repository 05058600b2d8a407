"""The tools that agents are given, found by discovery."""

from importlib import import_module
from pkgutil import iter_modules


def discover() -> None:
    """Import every module of tools, so that all are registered."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
