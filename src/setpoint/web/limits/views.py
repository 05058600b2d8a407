"""Limits as an administrator reads and changes them."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from setpoint.kernel.limits.operations import KIND, change
from setpoint.kernel.permissions import scope_of
from setpoint.ui.toasting import say
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.limits.forms import LimitsForm


def limits(request: StaffRequest) -> HttpResponse:
    """Show and save the limits."""
    by = actor(request)
    if scope_of(by, KIND, "change") is None:
        raise PermissionDenied
    form = LimitsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change(form.numbers(), by=by)
        except ValidationError as refusal:
            form.add_refusal(refusal.message_dict)
        else:
            say(request, _("Saved."))
            return HttpResponseRedirect(reverse("limits"))
    return answer(request, "web/limits/page.html", {"form": form}, status=422 if form.is_bound else 200)
