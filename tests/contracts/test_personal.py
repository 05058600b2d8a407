"""No column holds texts of people unnoticed: every one is in the table, and what is personal can be told and erased."""

from pathlib import Path

from django.apps import apps
from django.db import models

from setpoint.journal.forgetting import _SHREDDERS
from setpoint.platform.personal.free_texts import MENTIONS
from setpoint.platform.personal.parts import PARTS

TABLE = Path(__file__).parent / "personal.txt"
TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)
# what a table is filled from: it is erased, and told where it came from
DERIVED = {
    "platform_searchlist",
    "platform_searchword",
    "platform_searchentry",
    "exchange_rememberedanswer",
}
ANSWERS = {"person", "derived", "staff", "company", "machine", "history"}


def columns() -> set[str]:
    """Return every column of every table that can hold a text, but choices of ours."""
    return {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        for field in model._meta.local_concrete_fields
        if isinstance(field, TEXTS) and not field.choices
    }


def told() -> dict[str, str]:
    """Return what the table says of each column."""
    rows = (line.partition("#")[0].split() for line in TABLE.read_text(encoding="utf-8").splitlines())
    return {f"{table}.{column}": answer for table, *names, answer in filter(None, rows) for column in names}


def test_every_column_of_text_says_whose_words_it_holds() -> None:
    known = told()
    assert sorted(columns() - known.keys()) == []
    assert sorted(known.keys() - columns()) == []
    assert set(known.values()) == ANSWERS


def test_what_holds_words_of_people_is_erased_and_told() -> None:
    holding = {name.partition(".")[0] for name, answer in told().items() if answer == "person"}
    covered = {table for part in PARTS.values() for table in part.tables} | {one._meta.db_table for one in MENTIONS}
    assert sorted(holding - _SHREDDERS.keys() - {"journal_personalvalue"}) == []
    assert sorted(holding - covered - {"platform_importfile", "platform_importrun"}) == []


def test_what_is_made_from_them_is_erased() -> None:
    made = {name.partition(".")[0] for name, answer in told().items() if answer == "derived"}
    assert made <= DERIVED <= _SHREDDERS.keys()
