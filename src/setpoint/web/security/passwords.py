"""Changing one's password."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from setpoint.kernel import passwords
from setpoint.ui.toasting import say
from setpoint.web.http import StaffRequest, actor
from setpoint.web.security.forms import PasswordForm
from setpoint.web.security.views import back_to_page, page


@require_POST
@sensitive_post_parameters()
def password(request: StaffRequest) -> HttpResponse:
    """Change the password; other sessions of the person end."""
    form = PasswordForm(request.user, request.POST)
    if not form.is_valid():
        return page(request, form)
    passwords.change(request.user, form.cleaned_data["new"], by=actor(request))
    update_session_auth_hash(request, request.user)
    UserSession.objects.create_from_request(request)
    say(request, _("Password changed. Other devices are signed out."))
    return back_to_page()
