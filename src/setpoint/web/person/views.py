"""The page of a colleague for those who see to rights and security."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.domains.sales.models import Deal
from setpoint.kernel import placing, suspending
from setpoint.kernel.looking import require_view_as
from setpoint.kernel.models import Suspension, Team, Territory, User
from setpoint.ui.toasting import say, warn
from setpoint.web.deputies.showing import deputies_of
from setpoint.web.http import StaffRequest, actor, answer, verb
from setpoint.web.people.views import must_see_to_security
from setpoint.web.person.forms import AccessForm, DeputyForm, PlaceForm, RolesForm


def person(request: StaffRequest, user_id: int) -> HttpResponse:
    """Show a colleague."""
    must_see_to_security(request)
    return _page(request, _person(user_id))


@require_POST
def person_roles(request: StaffRequest, user_id: int) -> HttpResponse:
    """Give roles."""

    def save(found: User, said: dict[str, Any]) -> None:
        placing.give_roles(found, said["role"], said["further"], by=actor(request))

    found = _person(user_id)
    return _saved(request, found, RolesForm(found, request.POST), save, "roles")


@require_POST
def person_place(request: StaffRequest, user_id: int) -> HttpResponse:
    """Move to a team, give territories."""

    def save(found: User, said: dict[str, Any]) -> None:
        placing.move(found, Team.objects.filter(pk=said["team"]).first(), by=actor(request))
        placing.give_territories(found, Territory.objects.filter(pk__in=said["territories"]), by=actor(request))

    found = _person(user_id)
    return _saved(request, found, PlaceForm(found, request.POST), save, "place")


@require_POST
def person_access(request: StaffRequest, user_id: int) -> HttpResponse:
    """Limit access from outside to a last day."""

    def save(found: User, said: dict[str, Any]) -> None:
        placing.limit_access(found, said["access_until"], by=actor(request))

    return _saved(request, _person(user_id), AccessForm(request.POST), save, "access")


@require_POST
def suspension(request: StaffRequest, user_id: int) -> HttpResponse:
    """Let somebody in no more; DELETE lets him in again."""
    must_see_to_security(request)
    found = _person(user_id)
    try:
        if verb(request) == "DELETE":
            suspending.resume(found, by=actor(request))
            say(request, _("%(name)s can come in again.") % {"name": found.name})
        else:
            suspending.suspend(found, reason=request.POST.get("reason", "")[:200], by=actor(request))
            say(request, _("%(name)s is out, and signed out everywhere.") % {"name": found.name})
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    return HttpResponseRedirect(reverse("person", args=[user_id]))


def _saved(
    request: StaffRequest, found: User, form: Form, save: Callable[[User, dict[str, Any]], None], name: str
) -> HttpResponse:
    must_see_to_security(request)
    if form.is_valid():
        try:
            with transaction.atomic():
                save(found, form.cleaned_data)
        except ValidationError as refusal:
            for key, messages in refusal.message_dict.items() if hasattr(refusal, "error_dict") else []:
                form.add_error(key if key in form.fields else None, messages)
            if not hasattr(refusal, "error_dict"):
                form.add_error(None, refusal.messages)
        else:
            say(request, _("Saved."))
            return HttpResponseRedirect(reverse("person", args=[found.pk]))
    return _page(request, _person(found.pk), **{name: form})


def _page(request: StaffRequest, found: User, **refused: Form) -> HttpResponse:
    forms: dict[str, Any] = {
        "roles": RolesForm(found),
        "place": PlaceForm(found),
        "access": AccessForm(initial={"access_until": found.access_until}),
        "deputy": DeputyForm(found),
    }
    suspended = Suspension.objects.filter(user=found).select_related("by").first()
    try:
        require_view_as(found, actor(request))
        viewable = True
    except PermissionDenied:
        viewable = False
    context = {
        "person": found,
        "suspension": suspended,
        "owned": 0 if found.is_active else Deal.objects.filter(owner=found, closed_at__isnull=True).count(),
        "deputies": deputies_of(found),
        "viewable": viewable,
        "me": found.pk == request.user.pk,
    }
    return answer(request, "web/person/page.html", context | forms | refused, status=422 if refused else 200)


def _person(user_id: int) -> User:
    return get_object_or_404(User.objects.select_related("role", "team"), pk=user_id)
