"""Taking a forgotten person off the tables of cards."""

from django.db.models import Model, Q

from setpoint.domains.customers.models import (
    BankAccount,
    ContactPoint,
    Decision,
    KeptCard,
    Occasion,
    Paper,
    Party,
    PostalAddress,
    Preference,
    Relation,
    Requisite,
)
from setpoint.domains.customers.papers import delete_files
from setpoint.journal.forgetting import register_shredder

# rows that say nothing of anybody once their person has no name stay: roles, stages, what was bought
ROWS: tuple[type[Model], ...] = (
    *(BankAccount, ContactPoint, Decision, KeptCard, Occasion, PostalAddress, Preference, Requisite),
)


@register_shredder("customers_party")
def shred(person_id: int) -> None:
    """Take a forgotten person's values off the card."""
    names = dict.fromkeys(
        ("family_name", "given_name", "patronymic", "salutation", "email", "phone", "external_id"), ""
    )
    Party.objects.filter(pk=person_id).update(name="-", folded="-", **names)


def shred_rows(person_id: int) -> None:
    """Delete what the card holds several of; who he was related to goes with him."""
    for model in ROWS:
        model._default_manager.filter(party=person_id).delete()  # noqa: SLF001 - Django's name of it
    Relation.objects.filter(Q(party=person_id) | Q(other=person_id)).delete()


def shred_papers(person_id: int) -> None:
    """Delete the files of the card."""
    delete_files(Paper.objects.filter(party=person_id))


TABLES: tuple[type[Model], ...] = (*ROWS, Relation)
for table in TABLES:
    register_shredder(table._meta.db_table)(shred_rows)
register_shredder(Paper._meta.db_table)(shred_papers)
