"""What programs may read and write: one file for each kind of record, found by discovery."""

from importlib import import_module
from pkgutil import iter_modules


def discover() -> None:
    """Import every resource, so that all are registered."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
