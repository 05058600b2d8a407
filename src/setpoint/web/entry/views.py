"""Choosing the first or a new password by a link that works once; asking for such a link."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from setpoint.kernel import letters
from setpoint.kernel.actors import Actor
from setpoint.loop.inform.operations import entry_letters
from setpoint.web.entry.forms import ForgottenForm, NewPasswordForm
from setpoint.web.http import StaffRequest, answer
from setpoint.web.sign_in.entering import enter


@login_not_required
@never_cache
@sensitive_post_parameters()
def entry(request: StaffRequest, key: str) -> HttpResponse:
    """Let the reader of the letter choose a password and come in."""
    letter = letters.find(key)
    if letter is None:
        return answer(request, "web/entry/used.html", {}, status=410)
    form = NewPasswordForm(letter.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = letters.accept(letter, form.cleaned_data["password"], by=Actor.of(letter.user))
        except ValidationError:
            return answer(request, "web/entry/used.html", {}, status=410)
        return enter(request, user, way="letter", to=reverse("home"))
    context = {"form": form, "person": letter.user, "is_invitation": letter.purpose == "invitation"}
    return answer(request, "web/entry/page.html", context, status=422 if form.is_bound else 200)


@login_not_required
def forgotten(request: StaffRequest) -> HttpResponse:
    """Send a letter; whether somebody has the address is not told."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        entry_letters.send_new_password(form.cleaned_data["email"])
        return answer(request, "web/entry/sent.html", {"email": form.cleaned_data["email"]})
    return answer(request, "web/entry/forgotten.html", {"form": form}, status=422 if form.is_bound else 200)
