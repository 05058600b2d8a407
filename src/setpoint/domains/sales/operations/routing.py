"""The rules of routing: saved, ordered, weighed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from setpoint.domains.sales.lead_record import LeadWordsChanged, RoutingWeighted
from setpoint.domains.sales.models import Method, RoutingRule, RoutingSeat, Skill
from setpoint.domains.sales.routing import condition_of
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.models import User
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref

KIND = "sales.routing"
RULE, SKILLS = gettext_noop("a rule of routing"), gettext_noop("skills")


@dataclass(frozen=True)
class Seat:
    """Somebody among whom a rule chooses, with his weight."""

    user: User
    weight: float = 1.0


@transaction.atomic
def save(rule: RoutingRule, *, seats: Sequence[Seat], by: Actor) -> RoutingRule:
    """Save a rule, new or changed, with the people among whom it chooses; turns of those who stay go on.

    ValidationError where a condition means nothing, nobody is named, somebody has left, or a weight is negative.
    """
    require(by, KIND, "change")
    rule.name = rule.name.strip()
    rule.full_clean()
    condition_of(rule)
    if rule.method != Method.POOL and not seats:
        raise ValidationError({"seats": _("Name the people among whom the rule chooses.")})
    gone = [seat.user.name for seat in seats if not seat.user.is_active]
    if gone:
        raise ValidationError({"seats": _("%(name)s no longer works here.") % {"name": gone[0]}})
    if any(seat.weight < 0 for seat in seats):
        raise ValidationError({"seats": _("A weight is 0 or more.")})
    if rule.method == Method.WEIGHTS and not any(seat.weight > 0 for seat in seats):
        raise ValidationError({"seats": _("At least one weight must be more than 0.")})
    is_new = rule.pk is None
    if is_new:
        rule.position = RoutingRule.objects.count()
    rule.save()
    rule.seats.exclude(user__in=[seat.user for seat in seats]).delete()
    known = {seat.user_id: seat for seat in rule.seats.all()}
    for seat in seats:
        row = known.get(seat.user.pk) or RoutingSeat(rule=rule, user=seat.user)
        row.weight = seat.weight
        row.save()
    changes = {"seats": [sorted(known), sorted(seat.user.pk for seat in seats)]}
    _tell(rule, by, changes)
    return rule


@transaction.atomic
def order(ids: Sequence[int], *, by: Actor) -> None:
    """Put the rules in this order. ValidationError where one is missing or named twice."""
    require(by, KIND, "change")
    rules = {rule.pk: rule for rule in RoutingRule.objects.select_for_update()}
    if sorted(ids) != sorted(rules):
        raise ValidationError({"order": _("Name every rule once.")})
    before = [rule.pk for rule in RoutingRule.objects.all()]
    for place, pk in enumerate(ids):
        RoutingRule.objects.filter(pk=pk).update(position=place)
    if rules:
        _tell(rules[ids[0]], by, {"order": [before, list(ids)]})


@transaction.atomic
def remove(rule: RoutingRule, *, by: Actor) -> None:
    """Take a rule away; the leads that it gave stay where they are."""
    require(by, KIND, "change")
    _tell(rule, by, {"enabled": [rule.enabled, None]})
    rule.delete()


@transaction.atomic
def weigh(
    rule: RoutingRule, weights: Mapping[int, float], *, by: Actor, correction: int | None = None
) -> dict[int, float]:
    """Change weights of people of a rule (user → weight); return those that stood before.

    ValidationError where somebody has no seat at the rule, a weight is negative, or none is left above 0.
    """
    require(by, KIND, "change")
    seats = {seat.user_id: seat for seat in rule.seats.select_for_update()}
    if unknown := set(weights) - set(seats):
        raise ValidationError(
            {"weights": _("Person %(user)s is not among those of the rule.") % {"user": min(unknown)}}
        )
    before = {user: seat.weight for user, seat in seats.items() if user in weights}
    after = {user: weights.get(user, seat.weight) for user, seat in seats.items()}
    if any(weight < 0 for weight in after.values()) or not any(after.values()):
        raise ValidationError({"weights": _("At least one weight must be more than 0, and none less.")})
    for user, weight in weights.items():
        RoutingSeat.objects.filter(pk=seats[user].pk).update(weight=weight)
    changes = {str(user): [before[user], weights[user]] for user in weights}
    payload = RoutingWeighted(name=rule.name, correction=correction)
    facts.emit(facts.NewFact(payload, about=Ref(KIND, rule.pk), by=by, occurred_at=company_now(), changes=changes))
    return before


@transaction.atomic
def set_skills(user: User, *, products: Sequence[int], languages: Sequence[str], by: Actor) -> None:
    """Say what somebody can sell, and in which languages."""
    require(by, KIND, "change")
    before = list(Skill.objects.filter(user=user).values_list("product_id", "language"))
    Skill.objects.filter(user=user).delete()
    Skill.objects.bulk_create(Skill(user=user, product_id=product) for product in dict.fromkeys(products))
    Skill.objects.bulk_create(Skill(user=user, language=language) for language in dict.fromkeys(languages))
    changes = {"skills": [[list(pair) for pair in before], [*products, *languages]]}
    payload = LeadWordsChanged(what=SKILLS, name=user.name)
    about = Ref("kernel.user", user.pk)
    facts.emit(facts.NewFact(payload, about=about, by=by, occurred_at=company_now(), changes=changes))


def _tell(rule: RoutingRule, by: Actor, changes: Mapping[str, Sequence[object]]) -> None:
    payload = LeadWordsChanged(what=RULE, name=rule.name)
    facts.emit(facts.NewFact(payload, about=Ref(KIND, rule.pk), by=by, occurred_at=company_now(), changes=changes))
