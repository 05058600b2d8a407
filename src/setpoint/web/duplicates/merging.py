"""Two cards beside each other, field by field: which one stays, and what each field says then."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from setpoint.domains.customers.merging.proposing import missing
from setpoint.domains.customers.merging.values import CHOSEN, OF_FIELD
from setpoint.domains.customers.models import Party
from setpoint.domains.customers.operations import merges
from setpoint.domains.customers.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.kernel.field_rights import hidden, readonly, veil
from setpoint.kernel.permissions import may, visible_to
from setpoint.platform.fields.models import FieldType
from setpoint.platform.fields.reading import fields_for, values_of
from setpoint.platform.fields.types import type_of
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, answer


@dataclass(frozen=True)
class Choice:
    """A field in which the cards differ; `taken` where the other card is proposed to be right."""

    key: str
    label: str | Promise
    mine: str
    others: str
    taken: bool
    fixed: bool


def merging(request: StaffRequest, party_id: int, other_id: int) -> HttpResponse:
    """Show both cards; merge them as chosen."""
    by = actor(request)
    found = visible_to(by, KIND).select_related("employer", "territory").in_bulk([party_id, other_id])
    if party_id == other_id or len(found) < len((party_id, other_id)):
        raise Http404
    party, other = veil(by, KIND, [found[party_id], found[other_id]])
    if request.method == "POST":
        take = [key.removeprefix("take.") for key, value in request.POST.items() if value == "other"]
        try:
            made = merges.merge(party_id, other_id, take=take, by=by)
        except ValidationError as refusal:
            warn(request, " ".join(refusal.messages))
        else:
            text = _("The cards are one now: %(name)s") % {"name": Party.objects.get(pk=party_id).name}
            say(request, text, undo=reverse("merges_undone"), values={"merge": made.pk})
            return HttpResponse(status=303, headers={"Location": reverse("customer", args=[party_id])})
    able = may(by, KIND, "change", party_id) and may(by, KIND, "change", other_id)
    context = {"party": party, "other": other, "choices": _choices(party, other, by), "changes": able}
    return answer(request, "web/duplicates/merging.html", context, status=422 if request.method == "POST" else 200)


def _choices(party: Party, other: Party, by: Actor) -> list[Choice]:
    unseen, fixed = hidden(by, KIND), readonly(by, KIND)
    proposed = set(missing(party.pk, other.pk, actor=by))
    names = {column.name: str(column.verbose_name) for column in Party._meta.concrete_fields}
    names["external_id"] = _("Key in another system")
    found = []
    for key in CHOSEN:
        mine, others = _text(party, key), _text(other, key)
        if mine != others and key not in unseen:
            found.append(Choice(key, names.get(key, key).capitalize(), mine, others, key in proposed, key in fixed))
    fields = [one for one in fields_for(by, KIND) if one.type != FieldType.FORMULA]
    values = values_of(KIND, [party.pk, other.pk], fields)
    for one in fields:
        said = [
            type_of(one).show(one, values[pk][one.key]) if one.key in values[pk] else "" for pk in (party.pk, other.pk)
        ]
        if said[0] != said[1]:
            key = f"{OF_FIELD}{one.pk}"
            locked = f"{OF_FIELD}{one.key}" in fixed
            found.append(Choice(key, str(one), said[0], said[1], key in proposed, locked))
    return found


def _text(party: Party, key: str) -> str:
    value: Any = getattr(party, key)
    return str(value) if value not in (None, "") else ""
