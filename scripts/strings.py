"""The translatable strings of the package, by the app whose catalogue owns them."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).parent.parent / "src" / "setpoint"
TEMPLATES = {".html", ".txt"}
LAZY = {f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")}
KEYWORDS = DEFAULT_KEYWORDS | LAZY | {"gettext_noop": None}


@dataclass(frozen=True)
class Found:
    """A string where it stands; `ids` is (singular, plural) where there is a plural."""

    path: Path
    line: int
    ids: str | tuple[str, str]
    context: str | None

    @property
    def where(self) -> str:
        """File and line, for a message."""
        return f"{self.path.relative_to(PACKAGE.parent.parent)}:{self.line}"


def catalogue_of(path: Path, package: Path = PACKAGE) -> Path:
    """Return the Russian catalogue of the app a file belongs to; outside every app, that of the package."""
    apps = [folder for folder in path.parents if folder.is_relative_to(package) and (folder / "apps.py").exists()]
    return (apps or [package])[0] / "locale" / "ru" / "LC_MESSAGES" / "django.po"


def strings_in(path: Path) -> Iterator[Found]:
    """Yield the translatable strings of a Python file or a template."""
    text = path.read_text(encoding="utf-8")
    if path.suffix in TEMPLATES:
        # what is no string comes back as X's, whose indentation means nothing
        text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
    for line, message, _, context in extract("python", BytesIO(text.encode()), KEYWORDS):
        if isinstance(message, tuple):
            yield Found(path, line, (message[0], message[1]), context)
        else:
            yield Found(path, line, message, context)


def sources(package: Path = PACKAGE) -> list[Path]:
    """Return the files that may hold strings."""
    suffixes = TEMPLATES | {".py"}
    built = {"static", "assets"}
    return sorted(path for path in package.rglob("*") if path.suffix in suffixes and not built & set(path.parts))


def found_by_catalogue(package: Path = PACKAGE) -> dict[Path, list[Found]]:
    """Return every string, under the catalogue that must translate it."""
    found: dict[Path, list[Found]] = {}
    for path in sources(package):
        if strings := list(strings_in(path)):
            found.setdefault(catalogue_of(path, package), []).extend(strings)
    return found


def as_template(strings: list[Found]) -> Catalog:
    """Return the strings as a catalogue without translations."""
    template = Catalog()
    for found in strings:
        template.add(found.ids, context=found.context)
    return template
