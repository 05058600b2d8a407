"""Inviting, and what an administrator does when a device or an invitation went astray."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.kernel import letters, second_factors, sessions
from setpoint.kernel.models import User
from setpoint.kernel.people import create_users
from setpoint.loop.inform.operations import entry_letters
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, answer, verb
from setpoint.web.people.forms import PersonForm
from setpoint.web.people.views import must_see_to_security


def new_person(request: StaffRequest) -> HttpResponse:
    """Take somebody in and invite him."""
    must_see_to_security(request)
    form = PersonForm(request.POST or None, initial={"language": request.company.language})
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            (person,) = create_users([form.save(commit=False)], by=actor(request))
            link = entry_letters.invite(person, by=actor(request))
        return _invited(request, person, link)
    return answer(request, "web/people/new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def invitation(request: StaffRequest, user_id: int) -> HttpResponse:
    """Invite somebody who cannot sign in yet, anew where he was invited before; DELETE withdraws."""
    must_see_to_security(request)
    person = _person(user_id)
    try:
        if verb(request) == "DELETE":
            letters.withdraw(person, by=actor(request))
            say(request, _("Withdrawn: the link in the letter leads nowhere."))
            return _back()
        return _invited(request, person, entry_letters.invite(person, by=actor(request)))
    except ValidationError as refusal:
        warn(request, refusal.messages[0])
        return _back()


@require_POST
def reset(request: StaffRequest, user_id: int) -> HttpResponse:
    """Take the second factor of a colleague away; his sessions end."""
    must_see_to_security(request)
    person = _person(user_id)
    second_factors.reset(person, by=actor(request))
    say(request, _("%(name)s signs in by password alone now, and can set up a new second factor.") % {"name": person})
    return _back()


@require_POST
def signing_out(request: StaffRequest, user_id: int) -> HttpResponse:
    """End every session of a colleague."""
    must_see_to_security(request)
    person = _person(user_id)
    sessions.revoke_all(person, by=actor(request), keep=request.session.session_key)
    say(request, _("%(name)s is signed out everywhere.") % {"name": person})
    return _back()


def _invited(request: StaffRequest, person: User, link: str) -> HttpResponse:
    """Say that the letter is on its way; where no mail leaves, show the link once."""
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        return answer(request, "web/people/link.html", {"person": person, "link": link})
    say(request, _("The invitation to %(email)s is on its way.") % {"email": person.email})
    return _back()


def _person(user_id: int) -> User:
    return get_object_or_404(User, pk=user_id, is_simulated=False)


def _back() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("people"))
