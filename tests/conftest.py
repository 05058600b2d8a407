"""Fixtures and hooks of the whole suite."""

pytest_plugins = [
    "tests.cheap_passwords",
    "tests.groups",
    "tests.browser",
    "tests.live_database",
    "tests.cast",
    "tests.site",
    "tests.loop.bench",
]
