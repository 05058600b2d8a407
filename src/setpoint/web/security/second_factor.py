"""Setting up and removing the app that shows codes; recovery codes."""

import base64

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import clear_totp_secret
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from setpoint.kernel import second_factors
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, answer, verb
from setpoint.web.security.confirmed import confirmed
from setpoint.web.security.forms import AppForm
from setpoint.web.security.views import back_to_page


@never_cache
@confirmed
def app(request: StaffRequest) -> HttpResponse:
    """Show the secret, take the first code; DELETE removes the app."""
    factor = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).first()
    if verb(request) == "DELETE":
        return _removed(request, factor)
    if factor is not None:
        return back_to_page()
    form = AppForm(user=request.user, data=request.POST or None)
    if form.is_valid():
        second_factors.add_app(request.user, secret=form.secret, by=actor(request))
        clear_totp_secret(request)
        say(request, _("From now on a code is asked when you sign in. Keep the recovery codes safe."))
        return HttpResponseRedirect(reverse("recovery_codes"))
    adapter = get_adapter()
    drawing = adapter.build_totp_svg(adapter.build_totp_url(request.user, form.secret))
    context = {
        "form": form,
        "picture": f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}",
        "secret": " ".join(form.secret[start : start + 4] for start in range(0, len(form.secret), 4)),
    }
    return answer(request, "web/security/app.html", context, status=422 if form.is_bound else 200)


@never_cache
@confirmed
def recovery_codes(request: StaffRequest) -> HttpResponse:
    """Show the codes that are left; POST makes new ones."""
    if request.method == "POST":
        try:
            second_factors.make_recovery_codes(request.user, by=actor(request))
        except ValidationError as refusal:
            warn(request, refusal.messages[0])
            return back_to_page()
        return HttpResponseRedirect(reverse("recovery_codes"))
    return answer(request, "web/security/codes.html", {"codes": _codes(request)})


@never_cache
@confirmed
def recovery_codes_file(request: StaffRequest) -> HttpResponse:
    """Hand the codes out as a text, to be printed or kept in a password safe."""
    text = "".join(f"{code}\n" for code in _codes(request))
    name = "recovery-codes.txt"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


def _codes(request: StaffRequest) -> list[str]:
    kept = get_object_or_404(Authenticator, user=request.user, type=Authenticator.Type.RECOVERY_CODES)
    found: list[str] = kept.wrap().get_unused_codes()
    return found


def _removed(request: StaffRequest, factor: Authenticator | None) -> HttpResponse:
    if factor is None:
        raise Http404
    return removed(request, factor)


def removed(request: StaffRequest, factor: Authenticator) -> HttpResponse:
    """Take a factor away, or say why not."""
    try:
        second_factors.remove(factor, by=actor(request))
    except ValidationError as refusal:
        warn(request, refusal.messages[0])
    else:
        say(request, _("Removed: it is not asked for any more."))
    return back_to_page()
