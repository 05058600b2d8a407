"""Naming a deputy and ending it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.kernel import deputies as operations
from setpoint.kernel.models import Deputy, User
from setpoint.kernel.people import USER
from setpoint.kernel.permissions import scope_of
from setpoint.ui.toasting import say
from setpoint.web.deputies.showing import deputies_of, stood_in_for
from setpoint.web.http import StaffRequest, actor, answer, back
from setpoint.web.person.forms import DeputyForm


def deputies(request: StaffRequest) -> HttpResponse:
    """Show one's deputies and for whom one stands in; POST names one, ?of=7 for a colleague."""
    number = request.GET.get("of", "")
    person = get_object_or_404(User, pk=int(number)) if number.isdigit() else request.user
    if person.pk != request.user.pk and scope_of(actor(request), USER, "change") is None:
        raise PermissionDenied
    form = DeputyForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.name_deputy(person, **form.cleaned_data, by=actor(request))
        except ValidationError as refusal:
            form.add_refusal(refusal.message_dict)
        else:
            say(request, _("Saved."))
            return back(request, "deputies")
    context = {
        "person": person,
        "deputy": form,
        "deputies": deputies_of(person),
        "stands_in": stood_in_for(person) if person.pk == request.user.pk else [],
    }
    return answer(request, "web/deputies/page.html", context, status=422 if form.is_bound else 200)


@require_POST
def deputy(request: StaffRequest, deputy_id: int) -> HttpResponse:
    """End a deputyship."""
    operations.end_deputy(get_object_or_404(Deputy, pk=deputy_id), by=actor(request))
    say(request, _("Ended."))
    return back(request, "deputies")
