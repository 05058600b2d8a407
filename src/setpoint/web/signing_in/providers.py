"""Connecting, changing and disconnecting a provider of single sign-on."""

import requests
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.platform import outgoing
from setpoint.platform.models import SignInProvider
from setpoint.platform.single_sign_on import providers
from setpoint.ui.toasting import say
from setpoint.web.http import StaffRequest, actor, answer, verb
from setpoint.web.people.views import must_see_to_security

PATIENCE = 5


class ProviderForm(forms.ModelForm):  # type: ignore[type-arg]
    """How the provider is reached, and how it knows us. The secret is typed, never shown."""

    issuer = forms.URLField(
        label=gettext_lazy("Address of the provider"),
        assume_scheme="https",
        help_text=gettext_lazy("Without /.well-known at the end: https://login.example/realms/company"),
    )
    secret = forms.CharField(
        label=gettext_lazy("Client secret"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("It is kept sealed. Leave it empty to keep the one from before."),
    )

    class Meta:
        model = SignInProvider
        fields = ("name", "issuer", "client_id", "secret", "trusts_addresses")
        labels = {
            "name": gettext_lazy("Name on the button"),
            "client_id": gettext_lazy("Client ID"),
            "trusts_addresses": gettext_lazy("Believe its addresses of mail even where it does not call them verified"),
        }

    def clean_issuer(self) -> str:
        """Ask the address whether a provider answers there."""
        issuer = str(self.cleaned_data["issuer"]).rstrip("/")
        try:
            address = f"{issuer}/.well-known/openid-configuration"
            found = outgoing.session().get(address, timeout=PATIENCE).json()
            is_provider = {"authorization_endpoint", "token_endpoint"} <= found.keys()
        except outgoing.AddressRefusedError:
            raise ValidationError(
                _("It stands in a private network. Whoever runs the server allows it by SETPOINT_OUTGOING_ALLOWED.")
            ) from None
        except (requests.RequestException, ValueError, AttributeError):
            is_provider = False
        if not is_provider:
            raise ValidationError(_("No provider of OpenID Connect answers there."))
        return issuer

    def clean_secret(self) -> str:
        """Keep the secret from before where none is typed."""
        typed: str = self.cleaned_data["secret"]
        before = SignInProvider.objects.filter(pk=self.instance.pk).first()
        if not typed and before is None:
            raise ValidationError(_("The provider gave you one with the client ID."))
        return typed or (before.secret if before else "")


def new_provider(request: StaffRequest) -> HttpResponse:
    """Connect a provider."""
    must_see_to_security(request)
    form = ProviderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = providers.connect(form.save(commit=False), by=actor(request))
        say(request, _("Connected. Now tell it the address to which it sends people back."))
        return HttpResponseRedirect(reverse("provider", args=[made.pk]))
    return answer(request, "web/signing_in/provider.html", {"form": form}, status=422 if form.is_bound else 200)


def provider(request: StaffRequest, provider_id: int) -> HttpResponse:
    """Show and change a provider; DELETE disconnects it."""
    must_see_to_security(request)
    found = get_object_or_404(SignInProvider, pk=provider_id)
    if verb(request) == "DELETE":
        providers.disconnect(found, by=actor(request))
        say(request, _("Disconnected."))
        return HttpResponseRedirect(reverse("signing_in"))
    form = ProviderForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        providers.change(form.save(commit=False), by=actor(request))
        say(request, _("Saved."))
        return HttpResponseRedirect(reverse("signing_in"))
    path = reverse("openid_connect_callback", args=[found.key])
    context = {"form": form, "provider": found, "back": request.build_absolute_uri(path)}
    return answer(request, "web/signing_in/provider.html", context, status=422 if form.is_bound else 200)
