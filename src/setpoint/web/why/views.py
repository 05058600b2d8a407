"""The answer in words: every right of a person, and where it ends."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from setpoint.kernel.explaining import explain
from setpoint.kernel.governed import governed
from setpoint.kernel.models import User
from setpoint.kernel.permissions import scope_of, visible_to
from setpoint.kernel.refs import Ref
from setpoint.kernel.role_changes import ROLE
from setpoint.web.fields.card import address_of
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.roles.drafts import label_of


def why(request: StaffRequest, kind: str, record: int) -> HttpResponse:
    """Say why the person ?person=7 can or cannot do ?action=see with a record that the reader sees."""
    by = actor(request)
    declared = governed(kind)
    if scope_of(by, ROLE, "see") is None:
        raise PermissionDenied
    if declared is None or declared.rows is None:
        raise Http404
    found = visible_to(by, kind).filter(pk=record).first()
    if found is None:
        raise Http404
    people = User.objects.order_by("name")
    number = request.GET.get("person", "")
    person = people.filter(pk=int(number)).first() if number.isdigit() else None
    action = request.GET.get("action", "see")
    context = {
        "kind": declared,
        "record": found,
        "address": address_of(Ref(kind, record)),
        "people": people,
        "person": person,
        "action": action if action in declared.actions else "see",
        "actions": [(one, label_of(one)) for one in declared.actions if one != "create"],
    }
    context["said"] = explain(person, kind, record, context["action"]) if person else None
    return answer(request, "web/why/page.html", context)
