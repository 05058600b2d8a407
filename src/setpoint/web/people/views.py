"""The list of colleagues with how each comes in, for those who see to security."""

from typing import Any
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from setpoint.kernel.letters import open_letters
from setpoint.kernel.models import Purpose, User
from setpoint.kernel.people import USER
from setpoint.kernel.permissions import scope_of
from setpoint.kernel.second_factors import FACTORS
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.paging import Order, page_of


def people(request: StaffRequest) -> HttpResponse:
    """Show a page of the staff by name."""
    must_see_to_security(request)
    text = request.GET.get("q", "").strip()
    page = page_of(colleagues(text), Order("name"), after=request.GET.get("after", ""))
    more = {"q": text, "after": page.after}
    context: dict[str, Any] = {
        "people": page.rows,
        "text": text,
        "more": f"{reverse('people')}?{urlencode(more)}" if page.after else "",
    }
    if request.headers.get("HX-Target") == "more":
        return render(request, "web/people/rows.html", context)
    return answer(request, "web/people/page.html", context, parts={"people": "web/people/list.html"})


def colleagues(text: str = "") -> QuerySet[User]:
    """Return people, each with `invited`, `has_password` and `has_factor`, whose name or address holds `text`."""
    letters = open_letters().filter(user=OuterRef("pk"), purpose=Purpose.INVITATION)
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    found = User.objects.filter(is_simulated=False).select_related("role", "team", "suspension")
    if text:
        found = found.filter(Q(name__icontains=text) | Q(email__icontains=text))
    has_password = Case(
        When(Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX), then=False), default=True
    )
    return found.annotate(invited=Exists(letters), has_factor=Exists(factors), has_password=has_password)


def must_see_to_security(request: StaffRequest) -> None:
    """PermissionDenied for whoever does not see to the security of the whole company."""
    if scope_of(actor(request), USER, "secure") != "all":
        raise PermissionDenied
