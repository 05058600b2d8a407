"""The page of an installation that has no company yet, and what it offers next."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters

from setpoint.domains.sales.operations import pipelines
from setpoint.domains.sales.operations.pipelines import NewStage
from setpoint.kernel.actors import Actor
from setpoint.kernel.founding import found_company
from setpoint.kernel.models import Company, User
from setpoint.web.first_run.forms import FirstRunForm, first_guess
from setpoint.web.http import StaffRequest, answer
from setpoint.web.sign_in.entering import enter


@login_not_required
@sensitive_post_parameters("password")
def first_run(request: StaffRequest) -> HttpResponse:
    """Set up the company and its administrator, and let him in."""
    if Company.objects.exists():
        return HttpResponseRedirect(reverse("home"))
    form = FirstRunForm(request.POST or None, initial=first_guess(request.LANGUAGE_CODE))
    if request.method == "POST" and form.is_valid():
        try:
            user = _found(form)
        except ValidationError as refusal:
            form.add_refusal(refusal)
        else:
            return enter(request, user, way="founding", to=reverse("welcome"))
    return answer(request, "web/first_run/page.html", {"form": form}, status=422 if form.is_bound else 200)


def welcome(request: StaffRequest) -> HttpResponse:
    """Offer the two ways to fill an empty company."""
    return answer(request, "web/first_run/welcome.html", {})


@transaction.atomic
def _found(form: FirstRunForm) -> User:
    data = form.cleaned_data
    user = found_company(
        form.save(commit=False), User(name=data["person"], email=data["email"]), password=data["password"]
    )
    with override(data["language"]):
        stages = [
            NewStage(_("Qualification"), probability=10, norm_days=7, effort=2),
            NewStage(_("Meeting"), probability=30, norm_days=14, effort=3),
            NewStage(_("Proposal"), probability=50, norm_days=14, effort=3),
            NewStage(_("Closing"), probability=80, norm_days=10, effort=2),
        ]
        pipelines.create(name=_("Sales"), stages=stages, by=Actor.of(user))
    return user
