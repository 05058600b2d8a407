"""The administrator's words: kinds of relation and occasion, topics, stages of life, rules of importance."""

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from setpoint.domains.customers.models import ImportanceRule, LifeStage, OccasionKind, RelationKind, Topic
from setpoint.domains.customers.permissions import VOCABULARY
from setpoint.domains.customers.record import VocabularyChanged
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.governed import Condition, is_broken
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import COMPANY

Word = TypeVar("Word", bound=RelationKind | OccasionKind | Topic | LifeStage)
WHAT = {
    RelationKind: gettext_noop("the relation"),
    OccasionKind: gettext_noop("the occasion"),
    Topic: gettext_noop("the topic"),
    LifeStage: gettext_noop("the stage of life"),
    ImportanceRule: gettext_noop("the rule of importance"),
}
PARTY = "customers.party"


@transaction.atomic
def word(row: Word, *, by: Actor) -> Word:
    """Save a new or changed word; its key is made of its name where it has none. ValidationError names the field."""
    require(by, VOCABULARY, "change")
    row.name = row.name.strip()
    row.key = row.key or _free_key(row)
    row.full_clean()
    row.save()
    _tell(row.__class__, row.key, row.name, by)
    return row


@transaction.atomic
def close(row: Word, *, by: Actor) -> None:
    """Offer a word no more; what says it already goes on saying it. Again is no change."""
    require(by, VOCABULARY, "change")
    if row.__class__.objects.filter(pk=row.pk, closed_at=None).update(closed_at=company_now()):
        _tell(row.__class__, row.key, row.name, by)


@transaction.atomic
def set_rules(rules: list[ImportanceRule], *, by: Actor) -> None:
    """Replace the rules of importance, in this order. ValidationError names the rule that means nothing."""
    require(by, VOCABULARY, "change")
    for place, rule in enumerate(rules):
        rule.pk, rule.position = None, place
        rule.full_clean()
        if is_broken(PARTY, Condition(rule.field, rule.operator, rule.value)):
            raise ValidationError({"value": _("Rule %(number)s: there is no such condition.") % {"number": place + 1}})
    ImportanceRule.objects.all().delete()
    ImportanceRule.objects.bulk_create(rules)
    _tell(ImportanceRule, "", str(len(rules)), by)


def _free_key(row: Word) -> str:
    stem: str = slugify(row.name).replace("-", "_")[:30] or "own"
    taken = set(row.__class__.objects.filter(key__startswith=stem).values_list("key", flat=True))
    keys = (stem, *(f"{stem}_{number}" for number in range(2, 10_000)))
    return next(key for key in keys if key not in taken)


def _tell(model: type[Model], key: str, name: str, by: Actor) -> None:
    told = VocabularyChanged(what=WHAT[model], key=key, name=name)
    facts.emit(facts.NewFact(told, about=COMPANY, by=by, occurred_at=company_now()))
