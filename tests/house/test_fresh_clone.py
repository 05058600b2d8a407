"""The first five minutes of a stranger: a fresh clone, an empty environment, no Node, `make demo`."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NODE = {"node", "nodejs", "npm", "npx", "corepack"}


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine that has Debian's programs and no Node."""
    programs = tmp_path / "bin"
    programs.mkdir()
    found = {program.name: program for folder in ("/usr/bin", "/bin") for program in Path(folder).iterdir()}
    for name in found.keys() - NODE:
        (programs / name).symlink_to(found[name])
    home = tmp_path / "home"
    home.mkdir()
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    return {"PATH": str(programs), "HOME": str(home), "SETPOINT_PORT": str(port)}


@contextmanager
def demo(clone: Path, machine: dict[str, str]) -> Iterator[str]:
    """Start `make demo`, wait for its address, end it by Ctrl-C; nothing may be left running."""
    process = subprocess.Popen(
        ["make", "demo"], cwd=clone, env=machine, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    )  # fmt: skip
    said = []
    try:
        for line in process.stdout or ():
            said.append(line)
            if found := re.search(r"http://\S+", line):
                yield found[0].rstrip("/")
                break
        else:
            pytest.fail("".join(said))
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=30)
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def facts(machine: dict[str, str]) -> int:
    (database,) = Path(machine["HOME"]).rglob("setpoint.sqlite3")
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute("SELECT count(*) FROM journal_fact").fetchone()[0]


@pytest.mark.long
def test_a_stranger_sees_the_demo_and_loses_nothing_by_stopping_it(tmp_path: Path, machine: dict[str, str]):
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)

    with demo(clone, machine) as address, urllib.request.urlopen(address) as page:
        assert page.status == 200
    made = facts(machine)
    with demo(clone, machine) as address, urllib.request.urlopen(address) as page:
        assert page.status == 200

    assert made > 10_000
    assert facts(machine) >= made
