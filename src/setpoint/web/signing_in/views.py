"""The page on which an administrator says what roles require."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.kernel import second_factors
from setpoint.kernel.models import Role
from setpoint.platform.models import SignInProvider
from setpoint.ui.toasting import say
from setpoint.web.http import StaffRequest, actor, answer, verb
from setpoint.web.people.views import must_see_to_security


def signing_in(request: StaffRequest) -> HttpResponse:
    """Show roles with what they require, and the providers of single sign-on."""
    must_see_to_security(request)
    context = {"roles": Role.objects.order_by("pk"), "providers": SignInProvider.objects.order_by("pk")}
    return answer(request, "web/signing_in/page.html", context)


@require_POST
def second_factor_of(request: StaffRequest, role_id: int) -> HttpResponse:
    """Require a second factor of everybody with a role; DELETE leaves it to them."""
    must_see_to_security(request)
    role = get_object_or_404(Role, pk=role_id)
    if verb(request) == "DELETE":
        second_factors.release(role, by=actor(request))
        say(request, _("A second factor is left to them."))
    else:
        second_factors.require_of(role, by=actor(request))
        say(request, _("Who has none sets one up before anything else."))
    return HttpResponseRedirect(reverse("signing_in"))
