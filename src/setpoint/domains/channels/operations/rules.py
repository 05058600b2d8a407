"""The table of channels: saved as a whole."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.channels.models import ChannelRule
from setpoint.domains.channels.permissions import RULE
from setpoint.domains.channels.record import ChannelRulesSet
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.hours import parse_hours, write_hours
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import COMPANY

MOST = 100


@transaction.atomic
def set_all(rules: Sequence[ChannelRule], *, by: Actor) -> list[ChannelRule]:
    """Let exactly these rules hold, in this order. ValidationError at `rules` names the line that is wrong."""
    require(by, RULE, "change")
    if len(rules) > MOST:
        raise ValidationError({"rules": _("At most %(most)s rules.") % {"most": MOST}})
    names = set[str]()
    for place, rule in enumerate(rules):
        rule.position, rule.name = place, rule.name.strip()
        try:
            rule.hours = write_hours(parse_hours(rule.hours))
            rule.clean_fields(exclude=["team"])
            _require_fresh(rule.name, names)
        except ValidationError as refusal:
            words = {"number": place + 1, "why": " ".join(refusal.messages)}
            raise ValidationError({"rules": _("Rule %(number)s: %(why)s") % words}) from refusal
        names.add(rule.name)
    before = list(ChannelRule.objects.values_list("name", flat=True))
    ChannelRule.objects.all().delete()
    made = ChannelRule.objects.bulk_create(rules)
    told = ChannelRulesSet(len(made))
    changes = {"rules": [before, [rule.name for rule in made]]}
    facts.emit(facts.NewFact(told, about=COMPANY, by=by, occurred_at=company_now(), changes=changes))
    return made


def _require_fresh(name: str, names: set[str]) -> None:
    if name in names:
        raise ValidationError(_("There is another rule of this name."))
