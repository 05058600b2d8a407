"""Adding, renaming and removing passkeys."""

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from setpoint.kernel import second_factors
from setpoint.ui.toasting import say
from setpoint.web.http import StaffRequest, actor, answer, verb
from setpoint.web.security.confirmed import confirmed
from setpoint.web.security.forms import PasskeyForm
from setpoint.web.security.second_factor import removed
from setpoint.web.security.views import back_to_page

LONGEST = 60


@never_cache
@confirmed
def new_passkey(request: StaffRequest) -> HttpResponse:
    """Ask the device for a passkey that it keeps itself and guards by finger, face or PIN."""
    form = PasskeyForm(user=request.user, data=request.POST or None)
    if form.is_valid():
        is_first = not second_factors.has_one(request.user)
        second_factors.add_passkey(
            request.user,
            label=form.cleaned_data["name"],
            credential=form.cleaned_data["credential"],
            by=actor(request),
        )
        say(request, _("Passkey added: it signs you in without a password."))
        return HttpResponseRedirect(reverse("recovery_codes")) if is_first else back_to_page("#passkeys")
    options = begin_registration(request.user, passwordless=True)
    context = {"form": form, "js_data": {"creation_options": options}}
    return answer(request, "web/security/passkey.html", context, status=422 if form.is_bound else 200)


@require_POST
@confirmed
def passkey(request: StaffRequest, passkey_id: int) -> HttpResponse:
    """Rename a passkey; DELETE removes it."""
    own = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN)
    found = get_object_or_404(own, pk=passkey_id)
    if verb(request) == "DELETE":
        return removed(request, found)
    label = request.POST.get("name", "").strip()[:LONGEST]
    if label:
        second_factors.rename_passkey(found, label=label, by=actor(request))
        say(request, _("Renamed."))
    return back_to_page("#passkeys")
