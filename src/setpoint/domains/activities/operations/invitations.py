"""The answers of those who are invited."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setpoint.domains.activities import ics
from setpoint.domains.activities.facts import activity_fact
from setpoint.domains.activities.inviting import address_of
from setpoint.domains.activities.models import Answer, Participant
from setpoint.domains.activities.record import ActivityAnswered
from setpoint.kernel import facts
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now


@transaction.atomic
def answer(participant: Participant, said: str, *, by: Actor) -> Participant:
    """Take down what somebody who was invited answers. ValidationError for an answer that there is not."""
    if said not in Answer.values or said == Answer.NONE:
        raise ValidationError({"answer": _("“%(value)s” cannot be chosen here.") % {"value": said[:40]}})
    rows = Participant.objects.select_for_update(of=("self",)).select_related("activity__owner", "user", "party")
    one = rows.get(pk=participant.pk)
    if one.answer == said:
        return one
    one.answer = said
    one.save(update_fields=["answer"])
    who = one.user.name if one.user else one.party.name if one.party else ""
    row = one.activity
    people = {row.customer_id} if row.customer_id else set()
    told = {"who": who, "answer": said}
    facts.emit(activity_fact(row, ActivityAnswered, by, company_now(), {pk for pk in people if pk}, **told))  # type: ignore[arg-type] # texts of the payload
    return one


@transaction.atomic
def take_replies(text: str | bytes, *, by: Actor) -> int:
    """Take the answers of a calendar with METHOD:REPLY; return how many are new.

    ValidationError at `file` for a broken one, for one that is no reply, and where nobody who is invited answers.
    """
    read = ics.read(text)
    if ics.method_of(text) != "REPLY":
        raise ValidationError({"file": _("This calendar is no answer to an invitation (METHOD:REPLY).")})
    changed = known = 0
    for event in read:
        rows = Participant.objects.filter(activity__uid=event.uid).select_related("user", "party")
        by_address = {address_of(one).lower(): one for one in rows if address_of(one)}
        for email, said in event.answers:
            one = by_address.get(email)
            if one is not None and said in Answer.values and said != Answer.NONE:
                known += 1
                changed += one.answer != said
                answer(one, said, by=by)
    if not known:
        raise ValidationError({"file": _("Nobody who is invited to a meeting here answers in this calendar.")})
    return changed
