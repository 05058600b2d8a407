"""What people are asked for, and in which words."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.channels.models import Purpose, PurposeText
from setpoint.domains.channels.permissions import PURPOSE
from setpoint.domains.channels.record import PurposeClosed, PurposeWorded
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.permissions import require
from setpoint.kernel.refs import Ref


@transaction.atomic
def add(*, key: str, name: str, text: str, by: Actor) -> Purpose:
    """Add a purpose with the first version of its text. ValidationError names the part that is wrong."""
    require(by, PURPOSE, "change")
    purpose = Purpose(key=key.strip().lower(), name=name.strip())
    purpose.full_clean()
    purpose.save()
    _word(purpose, 1, text, by)
    return purpose


@transaction.atomic
def reword(purpose: Purpose, *, text: str, by: Actor) -> PurposeText:
    """Ask in other words from now on; consents stay with the words agreed to. The same words are no change."""
    require(by, PURPOSE, "change")
    purpose = Purpose.objects.select_for_update().get(pk=purpose.pk)
    newest = purpose.texts.order_by("-version").first()
    if newest is not None and newest.text == text.strip():
        return newest
    return _word(purpose, newest.version + 1 if newest else 1, text, by)


@transaction.atomic
def close(purpose: Purpose, *, by: Actor) -> None:
    """Ask nobody for it any more; again is no change."""
    require(by, PURPOSE, "change")
    now = company_now()
    if Purpose.objects.filter(pk=purpose.pk, closed_at=None).update(closed_at=now):
        told = PurposeClosed(purpose.name)
        facts.emit(facts.NewFact(told, about=Ref(PURPOSE, purpose.pk), by=by, occurred_at=now))


def _word(purpose: Purpose, version: int, text: str, by: Actor) -> PurposeText:
    if not text.strip():
        raise ValidationError({"text": _("Write what the person agrees to.")})
    now = company_now()
    made = PurposeText.objects.create(purpose=purpose, version=version, text=text.strip(), since=now)
    told = PurposeWorded(purpose.name, version)
    facts.emit(facts.NewFact(told, about=Ref(PURPOSE, purpose.pk), by=by, occurred_at=now))
    return made
