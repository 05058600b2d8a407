"""People as the laws on personal data see them: found, told, left alone for long, erased."""

from datetime import datetime
from pathlib import Path

from django.db.models import Exists, OuterRef, ProtectedError, QuerySet
from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.details import SORTS_OF_DETAIL
from setpoint.domains.customers.models import (
    Decision,
    KeptCard,
    Paper,
    Party,
    Segment,
    StageSpell,
    Valuation,
)
from setpoint.domains.customers.models.party import PERSONAL
from setpoint.domains.customers.operations.details import plain
from setpoint.domains.customers.papers import path_of
from setpoint.domains.customers.permissions import KIND
from setpoint.journal.models import Fact, Forgetting
from setpoint.kernel.facts import JsonDict
from setpoint.platform.fields.forgetting import forget_records
from setpoint.platform.personal.free_texts import register_free_texts
from setpoint.platform.personal.parts import Part, register_part
from setpoint.platform.personal.people import People, register_people


def card(person: int) -> list[JsonDict]:
    """Return what the card says."""
    party = Party.objects.select_related("employer").get(pk=person)
    return [
        {
            "name": party.name,
            "family_name": party.family_name,
            "given_name": party.given_name,
            "patronymic": party.patronymic,
            "salutation": party.salutation,
            "e-mail": party.email,
            "telephone": party.phone,
            "works_at": party.employer.name if party.employer else "",
            "sector": party.sector,
            "country": party.country,
            "key_in_another_system": party.external_id,
            "customer_since": party.created_at,
        }
    ]


def people() -> QuerySet[Party]:
    """Return the people who are not yet forgotten."""
    gone = Forgetting.objects.filter(person_id=OuterRef("pk"))
    return Party.objects.filter(~Exists(gone), kind__in=PERSONAL)


def idle(before: datetime) -> QuerySet[Party]:
    """Return the people of whom nothing has been heard since: no fact tells of them."""
    heard = Fact.objects.filter(customer_id=OuterRef("pk"), occurred_at__gte=before)
    return people().filter(~Exists(heard), created_at__lt=before)


def take_card(person: int) -> bool:
    """Delete the card of a forgotten person; return False where records stand on it: then it stays, without a name."""
    try:
        deleted, _by_kind = Party.objects.filter(pk=person).delete()
    except ProtectedError:
        return False
    forget_records(KIND, [person])
    return bool(deleted)


def rows(person: int) -> list[JsonDict]:
    """Return what the card holds several of."""
    return [
        {"what": _(sort.what), "said": sort.said(row), **{name: plain(getattr(row, name)) for name in sort.columns}}
        for sort in SORTS_OF_DETAIL.values()
        for row in sort.model.objects.filter(party=person).order_by("pk")
    ]


def vcard(person: int) -> list[JsonDict]:
    """Return the vCard that another program wrote."""
    return [{"vcard": text} for text in KeptCard.objects.filter(party=person).values_list("text", flat=True)]


def life(person: int) -> list[JsonDict]:
    """Return the stages of life, how the person is valued, and what was decided."""
    spells = StageSpell.objects.filter(party=person).select_related("stage")
    valued = Valuation.objects.filter(party=person).values(
        "recency", "frequency", "monetary", "last_at", "purchases", "value", "measured_at"
    )
    return [
        *({"stage": _(one.stage.name), "from": one.began_at, "to": one.ended_at} for one in spells),
        *(dict(one) for one in valued),
    ]


def decisions(person: int) -> list[JsonDict]:
    """Return what was decided with the person."""
    found = Decision.objects.filter(party=person).order_by("pk")
    return [dict(one) for one in found.values("outcome", "next_step", "due_on", "decided_at", "done_at")]


def papers(person: int) -> list[JsonDict]:
    """Return the files of the card, with what was recognised in them."""
    found = Paper.objects.filter(party=person).order_by("pk")
    return [dict(one) for one in found.values("name", "size", "added_at", "text")]


def paper_files(person: int) -> list[tuple[str, Path]]:
    """Return the files themselves."""
    return [(paper.name, path_of(paper)) for paper in Paper.objects.filter(party=person).order_by("pk")]


OF_ROWS = tuple(sort.model._meta.db_table for sort in SORTS_OF_DETAIL.values())

register_part(Part("card", _("Card"), card, tables=("customers_party",), position=0))
register_part(Part("card_rows", _("Rows of the card"), rows, tables=OF_ROWS, position=1))
register_part(Part("vcard", _("vCard of another program"), vcard, tables=("customers_keptcard",), position=1))
register_part(Part("life", _("Stages and importance"), life, stays=True, position=2))
register_part(Part("decisions", _("Decisions"), decisions, tables=("customers_decision",), position=3))
register_part(Part("papers", _("Files of the card"), papers, paper_files, tables=("customers_paper",), position=4))
register_people(People(KIND, _("People among the customers"), people, idle, take_card, address="email"))
register_free_texts(Segment, "name", "asked", empty="-")
