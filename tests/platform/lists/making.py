"""Lists as tests ask for them."""

from typing import Any

from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.platform.lists.asking import Question, question
from setpoint.platform.lists.filters import Group, read
from setpoint.platform.lists.kinds import columns_of, list_of
from setpoint.platform.lists.paging import page_of

DEAL, PARTY, LEAD = "sales.deal", "customers.party", "sales.lead"


def asked(kind: str = DEAL, by: Actor = SYSTEM, **words: str) -> Question:
    """What an address with these words asks of a list."""
    found = list_of(kind)
    return question(found, columns_of(found, by), words, by)


def tree(given: Any, kind: str = DEAL, by: Actor = SYSTEM) -> Group:
    return read(given, columns_of(list_of(kind), by), by)


def all_pages(question: Question, size: int = 2) -> list[int]:
    """The numbers of every page, one page after the other."""
    shown: list[int] = []
    after = ""
    while True:
        page = page_of(question.search, question.order, after=after, size=size)
        shown += page.ids
        after = page.after
        if not after:
            return shown


def back_from(question: Question, last: str, size: int = 2) -> list[int]:
    """The numbers before the place `last`, read backwards page by page, in the order of the list."""
    shown: list[int] = []
    before = last
    while before:
        page = page_of(question.search, question.order, before=before, size=size)
        shown = page.ids + shown
        before = page.before
    return shown
