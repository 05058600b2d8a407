"""The sentence and the way out of every problem code; a domain adds those of its own kinds."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Wording:
    """A sentence and what to do, both with %(name)s places for the parameters of the problem."""

    message: Promise
    way_out: Promise


WORDINGS: dict[str, Wording] = {
    "file.not_held": Wording(
        _("“%(file)s” is an export of %(system)s whose kind of records has no place here."),
        _("Choose the exports of companies, people and deals."),
    ),
    "card.end": Wording(_("The vCard has no end."), _("Export it again: a part of it is missing.")),
    "card.begin": Wording(
        _("A vCard ends here that has no beginning."), _("Export it again: a part of it is missing.")
    ),
    "card.long": Wording(
        _("A line of the vCard is longer than %(limit)s characters; what follows it was not read."),
        _("Take pictures out of the vCards, or export fewer of them."),
    ),
    "card.name": Wording(_("The vCard names nobody."), _("Give it a name, or leave it out.")),
    "file.empty": Wording(_("The file “%(file)s” is empty."), _("Export it again and choose the new file.")),
    "file.unreadable": Wording(
        _("The file “%(file)s” cannot be read: %(reason)s."),
        _("Check that the file is complete and opens in a spreadsheet, then choose it again."),
    ),
    "file.binary": Wording(
        _("“%(file)s” is not a table but a file of another kind."),
        _("Save the table as CSV (UTF-8) or as an Excel workbook (.xlsx) and choose that file."),
    ),
    "file.old_excel": Wording(
        _("“%(file)s” is a workbook of an old Excel (.xls)."),
        _("Open it in a spreadsheet and save it as .xlsx or as CSV (UTF-8)."),
    ),
    "file.archive": Wording(_("“%(file)s” is an archive."), _("Unpack it and choose the table inside.")),
    "file.markup": Wording(
        _("“%(file)s” holds a web page or a data structure, not a table."),
        _("Choose “CSV” where you export the data, and choose the new file."),
    ),
    "file.nul": Wording(
        _("“%(file)s” is damaged: line %(line)s holds a zero byte."),
        _("Export the file again; if the zero byte stays, save it as CSV (UTF-8) from a spreadsheet."),
    ),
    "file.encoding": Wording(
        _("The letters of “%(file)s” cannot be recognised."),
        _("Save the file as CSV (UTF-8), or name its encoding yourself."),
    ),
    "file.encoding_choice": Wording(
        _("“%(file)s” is not written in %(encoding)s: line %(line)s cannot be read so."),
        _("Choose another encoding or leave the choice to us."),
    ),
    "file.too_big": Wording(
        _("“%(file)s” is larger than %(limit)s when unpacked."),
        _("Split the table into several files and import them one after another."),
    ),
    "file.header": Wording(
        _("The first row of “%(file)s” does not name the columns: it begins with “%(start)s”."),
        _("Put a row with the names of the columns on top and choose the file again."),
    ),
    "file.no_rows": Wording(
        _("“%(file)s” has names of columns but no rows below them."),
        _("Export the file again with its rows."),
    ),
    "file.columns": Wording(
        _("“%(file)s” has %(found)s columns; a table has at most %(limit)s here."),
        _("Leave only the columns that you need, and choose the file again."),
    ),
    "file.rows": Wording(
        _("“%(file)s” says that it has more than %(limit)s rows; no sheet of Excel has."),
        _("Save it again in a spreadsheet, or export it as CSV."),
    ),
    "file.ragged": Wording(
        _(
            "“%(file)s” is not a table: the header has %(expected)s columns, "
            "most rows another number (row %(row)s has %(found)s)."
        ),
        _("Export it again as CSV, or name the delimiter yourself."),
    ),
    "file.quote": Wording(
        _("“%(file)s”: a quotation mark opened in row %(row)s is never closed."),
        _("Close or remove the quotation mark in that row and choose the file again."),
    ),
    "file.column": Wording(
        _("“%(file)s” has no column for “%(field)s”, which is required."),
        _("Show which column holds it, or add such a column to the file."),
    ),
    "file.kind": Wording(
        _("We do not see what “%(file)s” holds: its columns are %(columns)s."),
        _("Say what the rows are and show which column is which."),
    ),
    "file.right": Wording(_("%(reason)s"), _("Ask your administrator for the right, or leave the file out.")),
    "file.forgotten": Wording(
        _("The files named a person who has been forgotten; they are deleted."),
        _("Export them again without that person and choose the new files."),
    ),
    "row.forgotten": Wording(
        _("The row named a person who has been forgotten."), _("There is nothing to do: leave the row out.")
    ),
    "row.cells": Wording(
        _("The row has %(found)s cells where the header has %(expected)s."),
        _("Give the row as many cells as the header; quote a cell that holds the delimiter."),
    ),
    "row.quote": Wording(
        _("The quotation marks of the row do not match."),
        _("Write a quotation mark inside a cell twice, and quote the whole cell."),
    ),
    "cell.empty": Wording(_("The cell is empty."), _("Fill it: a row cannot do without it.")),
    "cell.formula": Wording(
        _("The cell holds a formula: %(value)s."),
        _("Put its value there, or an apostrophe before it if it is meant as text."),
    ),
    "cell.long": Wording(_("The text is %(length)s characters long, %(limit)s at most fit."), _("Shorten it.")),
    "date.unreadable_month_first": Wording(
        _("“%(value)s” is not a date written month/day/year."),
        _("Write it so, or as year-month-day, for example 2017-03-31."),
    ),
    "date.unreadable_day_first": Wording(
        _("“%(value)s” is not a date written day.month.year."),
        _("Write it so, or as year-month-day, for example 2017-03-31."),
    ),
    "date.impossible_month_first": Wording(
        _("There is no such day: “%(value)s”, read as month/day/year."),
        _("Correct the date, or choose another order of day and month for the column."),
    ),
    "date.impossible_day_first": Wording(
        _("There is no such day: “%(value)s”, read as day.month.year."),
        _("Correct the date, or choose another order of day and month for the column."),
    ),
    "date.absurd": Wording(_("The year of “%(value)s” cannot be right."), _("Correct the year of the date.")),
    "number.unreadable": Wording(_("“%(value)s” is not a number."), _("Write digits only, for example 1200.50.")),
    "number.shortened": Wording(
        _("A spreadsheet has shortened the number to “%(value)s”; its digits are lost."),
        _("Format the column as a number or as text in the spreadsheet and export again."),
    ),
    "number.fraction": Wording(_("“%(value)s” is not a whole number."), _("Write a whole number.")),
    "number.negative": Wording(
        _("“%(value)s” is below zero."), _("Write the value without the minus, or leave it empty.")
    ),
    "number.absurd": Wording(_("“%(value)s” is too large to be right."), _("Check the number of digits.")),
    "amount.precise": Wording(
        _("“%(value)s” has more decimals than %(currency)s knows (%(digits)s)."),
        _("Round the amount."),
    ),
    "amount.currency": Wording(
        _("“%(value)s” is in %(found)s, the import in %(currency)s."),
        _("Convert the amount, or import the rows of each currency as a file of their own."),
    ),
    "reference.unknown": Wording(
        _("“%(value)s” is not known."),
        _("Import it first, correct the spelling, or accept the repair that we offer."),
    ),
    "key.duplicate": Wording(
        _("The same key “%(value)s” stands in row %(first)s already."),
        _("Keep one of the two rows, or give this one a key of its own."),
    ),
}


def add_wordings(more: dict[str, Wording]) -> None:
    """Register the wordings of a domain; a code that exists already is a mistake of the programmer."""
    for code, wording in more.items():
        if WORDINGS.setdefault(code, wording) is not wording:
            message = f"problem code {code!r} is taken"
            raise ValueError(message)
