"""Taking away an account elsewhere by which one comes in."""

from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.platform.single_sign_on import providers
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor
from setpoint.web.security.views import back_to_page


@require_POST
def account(request: StaffRequest, account_id: int) -> HttpResponse:
    """Let a provider vouch for one no longer."""
    linked = get_object_or_404(SocialAccount, pk=account_id, user=request.user)
    try:
        providers.unlink(linked, by=actor(request))
        say(request, _("Unlinked: you come in by it no more."))
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    return back_to_page("#accounts")
