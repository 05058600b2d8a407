"""Fixtures and hooks of the whole suite."""

pytest_plugins = ["tests.live_database", "tests.cast"]
