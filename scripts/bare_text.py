"""Visible words of templates and scripts that no translation reaches (a guess that errs on the safe side)."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from scripts.strings import PACKAGE

FRONTEND = PACKAGE.parent.parent / "frontend"
# the same in every language
ALLOWED = {
    "Setpoint",
    "Setpoint.",
    "CSV",
    "XLSX",
    "API",
    "PostgreSQL",
    "SQLite",
    "Ctrl",
    "Esc",
    "Enter",
    "Shift",
    "Tab",
}
ALLOWED |= {"English", "Русский"}
READ_ALOUD = {"alt", "aria-label", "aria-description", "placeholder", "title", "content", "data-confirm", "label"}
WORD = re.compile(r"[^\W\d_]{2,}")
TRANSLATED = re.compile(
    r"\{#.*?#\}|\{%\s*comment\b.*?\{%\s*endcomment\s*%\}|\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}"
    # a block that fills a class attribute holds no words
    r"|\{%\s*block\s+\w*class\s*%\}.*?\{%\s*endblock.*?%\}"
    r"|\{%.*?%\}|\{\{.*?\}\}",
    re.DOTALL,
)
LITERAL = re.compile(r'"([^"\n]*)"|`([^`]*)`')
SENTENCE = re.compile(r"[A-ZА-ЯЁ]\w+[ ,]+\w{2,}")


class Visible(HTMLParser):
    """Collects the text a reader sees or hears, with its lines."""

    def __init__(self) -> None:
        super().__init__()
        self.silent = ""
        self.seen: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style", "code", "kbd"}:
            self.silent = tag
        given = dict(attrs)
        aloud = READ_ALOUD if tag != "meta" else set()
        if tag == "input" and given.get("type") in {"submit", "button", "reset"}:
            aloud = aloud | {"value"}
        self.seen += [(self.getpos()[0], value) for name, value in attrs if name in aloud and value]

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = ""

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.seen.append((self.getpos()[0], data))


def words_of_template(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and words of HTML that stand outside translate tags."""
    parser = Visible()
    parser.feed(TRANSLATED.sub(lambda match: "\n" * match.group().count("\n"), text))
    parser.close()
    for line, seen in parser.seen:
        words = [word for word in WORD.findall(seen) if word not in ALLOWED]
        if words:
            yield line + seen[: seen.index(words[0])].count("\n"), " ".join(seen.split())


def words_of_script(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and literals of TypeScript that look like a sentence: words come from the page."""
    for number, line in enumerate(text.splitlines(), 1):
        for match in LITERAL.finditer(line.split("//")[0]):
            if SENTENCE.search(match.group(1) or match.group(2) or ""):
                yield number, match.group(0)


def bare_text(package: Path = PACKAGE, frontend: Path = FRONTEND) -> Iterator[str]:
    """Yield every place with bare words."""
    root = package.parent.parent
    for path in sorted(package.rglob("*.html")):
        for line, words in words_of_template(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(root)}:{line}: not translatable: {words[:80]!r}"
    for path in sorted(frontend.rglob("*.ts")):
        for line, words in words_of_script(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(root)}:{line}: words belong to the page: {words[:80]}"
