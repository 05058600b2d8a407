"""Every command and every verb of a command tells what it does and what it takes, in both languages."""

import argparse

import pytest

from setpoint.cli import VERBS, main, parser


def calls() -> list[tuple[str, ...]]:
    """Return the words of every command, those with verbs of their own included."""
    found: list[tuple[str, ...]] = [()]

    def walk(words: tuple[str, ...], of: argparse.ArgumentParser) -> None:
        for action in of._actions:
            if isinstance(action, argparse._SubParsersAction):
                for name, below in action.choices.items():
                    found.append((*words, name))
                    walk((*words, name), below)

    walk((), parser())
    return found


def test_the_commands_are_those_that_the_handbook_promises() -> None:
    named = {words[0] for words in calls() if len(words) == 1}
    assert named == set(VERBS)
    assert {("demo",), ("run",), ("import",), ("loop", "tick"), ("loop", "report")} <= set(calls())


@pytest.mark.parametrize("words", calls(), ids=lambda words: " ".join(words) or "setpoint")
def test_help_ends_well_and_explains(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    first, _, rest = said.partition("\n\n")
    assert first.split()[1 : 2 + len(words)] == ["setpoint", *words]
    # a description stands before the options
    assert len(rest.split("\n\n")[0].split()) > 2
    assert "--help" in said


@pytest.mark.parametrize("words", [("loop", "tick"), ("loop", "report"), ("import", "deals")])
def test_what_prints_figures_prints_json_too(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([*words, "--help"])
    assert "--json" in capsys.readouterr().out
