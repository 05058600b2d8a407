"""No test is skipped. Those that need the public data sets are left out, by name, where these are not at hand."""

import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.get("SETPOINT_DATA") or ROOT.parent / "shared" / "data")
# a property of a test whose value is shown after the run: figures that people want to see
SHOWN = "shown"
LEFT_OUT = pytest.StashKey[set[str]]()


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of the public data sets."""
    return DATA


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a second run, on the other database, leave out what knows no database."""
    parser.addoption("--only-database", action="store_true", help="only tests that use the database")


def pytest_configure(config: pytest.Config) -> None:
    """Stop where the data must be there and is not."""
    config.stash[LEFT_OUT] = set()
    if os.environ.get("SETPOINT_DATA_REQUIRED") and not DATA.is_dir():
        raise pytest.UsageError(f"SETPOINT_DATA_REQUIRED is set and there is no {DATA}")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let what costs most come with the slow groups where the whole suite is run a second time."""
    if item.get_closest_marker("long_on_postgresql") and os.environ.get("DATABASE_URL"):
        item.add_marker("long")


# after -m and -k have chosen, so that only tests of this run are named
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the options do not want, and the tests marked `data` where the data sets are absent."""
    if config.getoption("--only-database"):
        _leave_out(config, items, [item for item in items if not _uses_database(item)])
    if not DATA.is_dir():
        without = [item for item in items if item.get_closest_marker("data")]
        _leave_out(config, items, without)
        config.stash[LEFT_OUT].update(item.nodeid for item in without)


def _leave_out(config: pytest.Config, items: list[pytest.Item], without: list[pytest.Item]) -> None:
    items[:] = [item for item in items if item not in without]
    config.hook.pytest_deselected(items=without)


def _uses_database(item: Any) -> bool:
    return bool(item.get_closest_marker("django_db") or "django_db_setup" in item.fixturenames)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Any:
    """Turn a skipped test into a failed one."""
    return _no_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Any:
    """Turn a skipped module into an error."""
    return _no_skip((yield))


def _no_skip(report: Any) -> Any:
    if report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason}: a test that cannot run here must make what it needs, or not exist"
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the controlling process of pytest-xdist what a worker left out."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = sorted(session.config.stash[LEFT_OUT])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear what a worker of pytest-xdist left out."""
    node.config.stash[LEFT_OUT].update(getattr(node, "workeroutput", {}).get("left_out", ()))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Show what tests have measured, and list by name what was left out."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, ())]
    shown = [(report.nodeid, value) for report in reports for name, value in report.user_properties if name == SHOWN]
    for test, text in sorted(shown):
        terminalreporter.section(test)
        terminalreporter.line(text)
    if names := sorted(config.stash[LEFT_OUT]):
        terminalreporter.section(f"left out: no data sets in {DATA} (SETPOINT_DATA)")
        for name in names:
            terminalreporter.line(name)
