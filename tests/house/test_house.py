"""The house keeps its own rules: sizes, locks, decisions, documents."""

import os
import re
import statistics
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from setpoint.cli import VERBS
from setpoint.environment import Environment

ROOT = Path(__file__).parent.parent.parent
ENGINES = ("sqlite", "postgresql")
HOST = re.compile(r"https?://|\bregistry\.|files\.pythonhosted|--(?:extra-)?index-url|--find-links")


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).exists()]


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_longer_than_400_lines():
    tracked_ones = tracked("*.py", "*.ts", "*.mjs", "*.css", "*.html", "scripts/*", "Makefile")
    # Django writes migrations
    written = [path for path in tracked_ones if "migrations" not in path.parts]

    # migrations are generated
    by_hand = [path for path in written if path.parent.name != "migrations"]
    assert {str(path.relative_to(ROOT)): lines(path) for path in by_hand if lines(path) > 400} == {}


def test_half_of_our_modules_have_at_most_80_lines():
    sizes = [size for path in tracked("src/*.py") if "migrations" not in path.parts and (size := lines(path)) > 1]

    assert statistics.median(sizes) <= 80


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-node.lock", "package-lock.json"])
def test_a_lock_names_no_host(lock: str):
    text = (ROOT / lock).read_text()
    # people to thank are no place to fetch from
    text = re.sub(r'"funding": (\{[^}]*\}|\[[^\]]*\])', "", text)

    assert HOST.findall(text) == []


def test_the_lock_holds_every_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    locked = set(re.findall(r"^([a-z0-9.-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE))

    assert {canonicalize_name(Requirement(line).name) for line in asked} - locked == set()


@pytest.mark.parametrize("path", sorted((ROOT / "docs/decisions").glob("*.md")), ids=lambda path: path.stem)
def test_a_decision_is_a_sentence_with_what_was_rejected(path: Path):
    text = path.read_text(encoding="utf-8")
    title = text.splitlines()[0]

    assert re.fullmatch(r"# \w+,?( [\w,'-]+){2,}", title)
    assert text.partition("\n## Rejected\n")[2].count("\n- **") >= 1


def test_every_make_target_is_explained():
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())
    contributing = (ROOT / "CONTRIBUTING.md").read_text()

    assert set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)) == targets
    assert {target for target in targets if f"    make {target} " not in contributing} == set()


def test_every_version_of_the_changelog_keeps_a_small_dump_on_both_databases():
    versions = re.findall(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    dumps = [ROOT / "tests/upgrade" / version / f"{engine}.zip" for version in versions for engine in ENGINES]

    assert versions
    assert [str(path.relative_to(ROOT)) for path in dumps if not path.exists()] == []
    assert {path.name: path.stat().st_size for path in dumps if path.stat().st_size > 300_000} == {}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_setting_is_in_the_handbook(language: str):
    handbook = (ROOT / "docs/handbook" / language / "README.md").read_text(encoding="utf-8")
    settings = {str(field.validation_alias) for field in Environment.model_fields.values()}

    assert settings - set(re.findall(r"^\| `(\w+)` ", handbook, re.MULTILINE)) == set()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_command_is_in_the_handbook(language: str):
    handbook = (ROOT / "docs/handbook" / language / "README.md").read_text(encoding="utf-8")

    assert VERBS.keys() - set(re.findall(r"^\| `setpoint ([\w-]+)", handbook, re.MULTILINE)) == set()


@pytest.mark.parametrize("path", tracked("*.md"), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(path: Path):
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8"))

    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", tracked("src/setpoint/domains/*/apps.py"), ids=lambda path: path.parent.name)
def test_a_domain_says_what_it_owns(path: Path):
    readme = path.parent / "README.md"

    assert readme.exists()
    assert lines(readme) <= 30


def test_scripts_can_be_started():
    started = [path for path in tracked("scripts/*", ".ci/run") if path.suffix != ".py"]

    assert [path.name for path in started if not os.access(path, os.X_OK)] == []
