"""What programs read beside records with lists: one file for each part of the work, found by discovery."""

from importlib import import_module
from pkgutil import iter_modules


def discover() -> None:
    """Import every module of rows, so that all are registered."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
