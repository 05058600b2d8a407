"""Beginning and ending it."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.kernel import looking
from setpoint.kernel.models import User
from setpoint.ui.toasting import say
from setpoint.web.http import StaffRequest, actor
from setpoint.web.view_as.middleware import KEY


@require_POST
def viewing(request: StaffRequest, user_id: int) -> HttpResponse:
    """Begin to look with a colleague's eyes."""
    colleague = get_object_or_404(User, pk=user_id)
    looking.view_as(colleague, by=actor(request))
    request.session[KEY] = colleague.pk
    return HttpResponseRedirect(reverse("home"))


@require_POST
def viewing_end(request: StaffRequest) -> HttpResponse:
    """Look with one's own eyes again."""
    ended = request.session.pop(KEY, None)
    if ended is not None:
        say(request, _("You look with your own eyes again."))
    return HttpResponseRedirect(reverse("person", args=[ended]) if ended else reverse("home"))
