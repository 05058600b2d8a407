"""Making a token for a program and revoking it. The token itself is shown once."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from setpoint.kernel import tokens
from setpoint.kernel.clock import machine_now
from setpoint.ui.toasting import say
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.security.confirmed import confirmed
from setpoint.web.security.token_form import TokenForm
from setpoint.web.security.views import back_to_page


@never_cache
@confirmed
def new_token(request: StaffRequest) -> HttpResponse:
    """Make a token and show it."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ends = machine_now() + timedelta(days=form.cleaned_data["days"])
        try:
            row, token = tokens.make(
                request.user,
                name=form.cleaned_data["name"],
                scopes=form.cleaned_data["scopes"],
                expires_at=ends,
                by=actor(request),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return answer(request, "web/security/token_made.html", {"row": row, "token": token})
    return answer(request, "web/security/token.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def token_revocation(request: StaffRequest, token_id: int) -> HttpResponse:
    """Revoke one of the person's tokens."""
    row = get_object_or_404(tokens.tokens_of(request.user), pk=token_id)
    tokens.revoke(row, by=actor(request))
    say(request, _("The token opens nothing any more."))
    return back_to_page("#tokens")
