"""What pages can do, programs can do: every operation that a page calls has an address, or a reason to have none."""

import ast
from functools import cache
from pathlib import Path

import setpoint

SOURCE = Path(setpoint.__file__).parent
ELSEWHERE = ("migrations", "web", "simulation", "analysis", "api", "commands")
BESIDE = {
    "people sign in at a browser: a token opens no session, and makes and changes no way in": (
        "kernel.letters kernel.passwords kernel.second_factors kernel.sessions kernel.sign_ins kernel.tokens "
        "kernel.looking loop.inform.operations.entry_letters.send_new_password platform.single_sign_on.providers"
    ),
    "a browser, a calendar or an address book is connected where it is": (
        "loop.inform.operations.wishes domains.activities.operations.feeds "
        "domains.exchange.operations.calendar_accounts domains.exchange.operations.address_books"
    ),
    "files of people and of the whole company are written on the machine by `setpoint export`, or by a page": (
        "platform.takeout.operations platform.personal.exporting platform.personal.erasing platform.audit.exports"
    ),
    "jobs and traces of pages themselves": (
        "kernel.jobs.enqueue domains.analytics.operations.reports.used platform.lists.operations.exports.told "
        "platform.configuration.applying.compared platform.importing.replay.end"
    ),
    "the same by sets, or by another operation under an address": (
        "domains.activities.operations.activities.change domains.activities.operations.activities.plan "
        "domains.customers.operations.parties.change domains.customers.operations.parties.create "
        "domains.catalog.operations.products.create domains.sales.operations.deals.create "
        "platform.objects.operations.records.create platform.fields.operations.values.fill"
    ),
}


@cache
def operations() -> frozenset[str]:
    """Return every public function that takes who acts, by its whole name."""
    found = set()
    for file in SOURCE.rglob("*.py"):
        parts = file.relative_to(SOURCE).with_suffix("").parts
        if not set(parts) & set(ELSEWHERE):
            for one in ast.parse(file.read_text(encoding="utf-8")).body:
                if isinstance(one, ast.FunctionDef) and any(each.arg == "by" for each in one.args.kwonlyargs):
                    found.add(".".join([*parts, one.name]))
    return frozenset(name for name in found if not name.rpartition(".")[2].startswith("_"))


def used(folder: str) -> set[str]:
    """Return the operations that a folder names."""
    found = set()
    for file in (SOURCE / folder).rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        names = {
            alias.asname or alias.name: f"{node.module.removeprefix('setpoint.')}.{alias.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id in names:
                found.add(names[node.id])
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
                found.add(f"{names[node.value.id]}.{node.attr}")
    return found & operations()


def beside(name: str) -> bool:
    """Whether an operation has a reason to have no address."""
    return any(name == each or name.startswith(f"{each}.") for words in BESIDE.values() for each in words.split())


def test_every_operation_of_pages_has_an_address_or_a_reason():
    missing = used("web") - used("api")

    assert len(used("api")) > 120
    assert sorted(name for name in missing if not beside(name)) == []


def test_reasons_speak_of_what_is_there():
    without = {name for name in used("web") - used("api") if beside(name)}
    words = {each for told in BESIDE.values() for each in told.split()}

    assert sorted(each for each in words if not any(f"{name}.".startswith(f"{each}.") for name in without)) == []
