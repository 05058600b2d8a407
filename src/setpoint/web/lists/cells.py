"""Rows of a table as HTML: hundreds of cells a page, which templates would take most of its time for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from setpoint.platform.lists.columns import Cell, Column, Native, OfField
from setpoint.platform.lists.types import Linked
from setpoint.web.fields.card import address_of

Under = Callable[[Any], str]


@dataclass(frozen=True)
class Drawing:
    """How rows are drawn: `title` is the column that opens a record, beside the list where `beside` names how.

    `address` is that of the list, `chooses` whether rows can be chosen, `under` what stands under a title.
    """

    columns: Sequence[Column]
    title: str
    address: str = ""
    beside: str = ""
    chooses: bool = False
    under: Under | None = None

    def rows(self, records: Sequence[Any], cells: Sequence[Sequence[Cell]]) -> list[tuple[Any, SafeString]]:
        """Return records with their cells as HTML."""
        parts = [(str(conditional_escape(str(column.label))), *_classes(column)) for column in self.columns]
        opens = [column.key == self.title for column in self.columns]
        return [
            (record, mark_safe(self._row(record, row, parts, opens)))  # noqa: S308 - every part is escaped
            for record, row in zip(records, cells, strict=True)
        ]

    def _row(
        self, record: Any, cells: Sequence[Cell], parts: Sequence[tuple[str, str, str]], opens: Sequence[bool]
    ) -> str:
        drawn = [
            self._title(record, cell) if opens_it else _cell(cell, self._url(record, cell, column), *part)
            for cell, column, part, opens_it in zip(cells, self.columns, parts, opens, strict=True)
        ]
        name = next((cell.text for cell, opens_it in zip(cells, opens, strict=True) if opens_it), "")
        return "".join([self._choose(record, name), *drawn] if self.chooses else drawn)

    def _url(self, record: Any, cell: Cell, column: Column) -> str:
        if cell.file and isinstance(column, OfField):
            return reverse("field_file", args=[column.field.kind, record.pk, column.field.key])
        return address_of(cell.ref) if cell.ref is not None else ""

    def _choose(self, record: Any, name: str) -> str:
        return format_html(
            '<td class="choose"><input type="checkbox" class="form-check-input" name="record" form="list-bulk" '
            'value="{}" data-row-choose aria-label="{}"></td>',
            record.pk,
            name or _("Record %(n)s") % {"n": record.pk},
        )

    def _title(self, record: Any, cell: Cell) -> str:
        url = address_of(cell.ref) if cell.ref is not None else ""
        text = format_html('<strong class="fw-medium">{}</strong>', cell.text)
        if url and self.beside:
            text = format_html(
                '<a href="{0}" hx-get="{0}" hx-target="#beside" hx-swap="innerHTML" hx-push-url="{1}" data-row-open>'
                "{2}</a>",
                url,
                f"{self.address}{quote(self.beside)}={record.pk}",
                cell.text,
            )
        elif url:
            text = format_html('<a href="{}" data-row-open>{}</a>', url, cell.text)
        under = self.under(record) if self.under else ""
        below = format_html(' <small class="employer">{}</small>', under) if under else ""
        return f'<td class="row-name">{text}{below}</td>'


def _classes(column: Column) -> tuple[str, str]:
    people = isinstance(column, Native) and isinstance(column.holds, Linked) and column.holds.people
    whole = people or column.input == "date"
    kept = " ".join(filter(None, ("num" if column.numeric else "", "nowrap" if whole else "")))
    return kept, f"{kept} is-blank".strip()


def _cell(cell: Cell, url: str, label: str, classes: str, blank: str) -> str:
    if not cell.text:
        return f'<td data-label="{label}" class="{blank}"></td>'
    text = str(conditional_escape(cell.text))
    if url:
        text = f'<a href="{conditional_escape(url)}"{" download" if cell.file else ""}>{text}</a>'
    elif cell.mark:
        text = f'<span class="{conditional_escape(cell.mark)}">{text}</span>'
    return f'<td data-label="{label}" class="{classes}">{text}</td>'
