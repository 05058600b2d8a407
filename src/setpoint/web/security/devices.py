"""Signing other devices out."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from setpoint.kernel import sessions
from setpoint.ui.toasting import say
from setpoint.web.http import StaffRequest, actor
from setpoint.web.security.views import back_to_page


@require_POST
def session(request: StaffRequest, session_id: int) -> HttpResponse:
    """End one of the person's sessions."""
    found = get_object_or_404(sessions.sessions_of(request.user), pk=session_id)
    sessions.revoke(found, by=actor(request))
    say(request, _("This device is signed out."))
    return back_to_page("#devices")


@require_POST
def other_sessions(request: StaffRequest) -> HttpResponse:
    """End every session of the person but this one."""
    ended = sessions.revoke_all(request.user, by=actor(request), keep=request.session.session_key)
    say(request, ngettext("%(n)s device is signed out.", "%(n)s devices are signed out.", ended) % {"n": ended})
    return back_to_page("#devices")
