"""Catalogues: `check` fails on what no Russian would read in Russian, `update` brings them in line with the code."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message, TranslationError
from babel.messages.checkers import num_plurals, python_format
from babel.messages.pofile import read_po, write_po

from scripts.bare_text import bare_text
from scripts.strings import PACKAGE, Found, as_template, found_by_catalogue

HEADER = """\
msgid ""
msgstr ""
"Language: ru\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=3; "
"plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

"""
FIELD = re.compile(r"\{(\w*)[^{}]*\}")


def read(path: Path) -> Catalog:
    """Read a catalogue; one that does not exist is empty."""
    if not path.exists():
        return Catalog(locale="ru")
    with path.open("rb") as file:
        return read_po(file, locale="ru")


def update() -> None:
    """Add new strings to every catalogue and take away those no longer used; translations stay."""
    for path, strings in found_by_catalogue().items():
        catalogue = read(path)
        catalogue.update(as_template(strings), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(HEADER.encode())
            write_po(file, catalogue, width=110, no_location=True, omit_header=True, sort_output=True)


def problems_of_message(message: Message, catalogue: Catalog) -> Iterator[str]:
    """Yield what is wrong with a translated message."""
    if not message.string:
        # said already, with the place where the string stands
        return
    for checker in (num_plurals, python_format):
        try:
            checker(catalogue, message)
        except TranslationError as error:
            yield str(error)
    originals = message.id if message.pluralizable else (message.id,)
    forms = message.string if message.pluralizable else (message.string,)
    fields = set(FIELD.findall(originals[-1]))
    for form in forms:
        # the form for one may spell the number out; nothing else may get lost or be invented
        if not set(FIELD.findall(form)) <= fields or (not message.pluralizable and set(FIELD.findall(form)) != fields):
            yield f"has other fields than the original: {form}"


def problems_of_catalogue(path: Path, found: list[Found]) -> Iterator[str]:
    """Yield what a catalogue lacks, has too much or has wrong."""
    catalogue = read(path)
    name = path.relative_to(PACKAGE.parent.parent)
    wanted = as_template(found)
    for string in found:
        single = string.ids if isinstance(string.ids, str) else string.ids[0]
        message = catalogue.get(single, string.context)
        forms = message.string if message and message.pluralizable else (message.string if message else "",)
        if not all(forms):
            yield f"{string.where}: no Russian for {single!r} in {name}"
    for message in catalogue:
        if not message.id:
            continue
        single = message.id[0] if message.pluralizable else message.id
        if message.fuzzy:
            yield f"{name}: fuzzy: {single!r}"
        if not wanted.get(single, message.context):
            yield f"{name}: no longer in the code: {single!r} (make messages takes it away)"
        yield from (f"{name}: {single!r}: {problem}" for problem in problems_of_message(message, catalogue))
    yield from (f"{name}: obsolete: {key!r} (make messages takes it away)" for key in catalogue.obsolete)


def contradictions(paths: list[Path]) -> Iterator[str]:
    """Yield strings with two translations: Django reads all catalogues as one, so one of them would never be seen."""
    seen: dict[tuple[str, str | None], tuple[str, str]] = {}
    for path in paths:
        for message in read(path):
            if not message.id or not message.string:
                continue
            single, _ = key = (message.id if isinstance(message.id, str) else message.id[0], message.context)
            app = path.parts[-5]
            string, first = seen.setdefault(key, (message.string, app))
            if string != message.string:
                yield f"{single!r} is {string!r} in {first}, {message.string!r} in {app}: give one a context"


def problems() -> Iterator[str]:
    """Yield everything that stands between the package and a Russian reader."""
    found = found_by_catalogue()
    paths = sorted({*found, *PACKAGE.rglob("locale/ru/LC_MESSAGES/django.po")})
    for path in paths:
        yield from problems_of_catalogue(path, found.get(path, []))
    yield from contradictions(paths)
    yield from bare_text()


def main(command: str) -> int:
    """Run `check` or `update`; return the exit code."""
    if command == "update":
        update()
        return 0
    wrong = list(problems())
    print(*wrong, sep="\n")
    print(f"translations: {len(wrong)} to mend" if wrong else "translations: complete")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
