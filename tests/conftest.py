"""Fixtures and hooks of the whole suite."""

from hypothesis import HealthCheck, settings

# how long an example takes says how busy the machine is, not whether the code is right
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

pytest_plugins = [
    "tests.cheap_passwords",
    "tests.groups",
    "tests.template",
    "tests.browser",
    "tests.live_database",
    "tests.cast",
    "tests.one_world",
    "tests.site",
    "tests.loop.bench",
]
