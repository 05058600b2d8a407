"""How control judges."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from setpoint.kernel.permissions import scope_of
from setpoint.loop.control.operations import rules
from setpoint.ui.toasting import say
from setpoint.web.control_rules.forms import RulesForm
from setpoint.web.http import StaffRequest, actor, answer


def control_rules(request: StaffRequest) -> HttpResponse:
    """Show and save the rules of control; every version is kept."""
    by = actor(request)
    if scope_of(by, rules.KIND, "change") is None:
        raise PermissionDenied
    form = RulesForm(request.POST or None, instance=rules.latest())
    if request.method == "POST" and form.is_valid():
        try:
            rules.change(form.cleaned_data, by=by)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            say(request, _("Saved. The next turn of the loop judges by it."))
            return HttpResponseRedirect(reverse("control_rules"))
    return answer(request, "web/control_rules/page.html", {"form": form}, status=422 if form.is_bound else 200)
