"""The list of roles, one role with all it grants, and its rights on one kind of record."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from setpoint.kernel import role_changes
from setpoint.kernel.governed import ACTIONS, conditions_of, fields_governed
from setpoint.kernel.models import FieldLevel, Role, User
from setpoint.kernel.permissions import scope_of
from setpoint.kernel.rights import ANY
from setpoint.ui.toasting import say
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.roles.drafts import draft, read, scope_labels
from setpoint.web.roles.matrix import condition_choices, kinds, matrix

SHOWN_PEOPLE = 50


def roles(request: StaffRequest) -> HttpResponse:
    """List the roles; POST creates one, from nothing or like another."""
    must_change_roles(request)
    known = Role.objects.filter(removed_at__isnull=True)
    problems: list[str] = []
    if request.method == "POST":
        like = known.filter(pk=request.POST.get("like") or 0).first()
        try:
            role = role_changes.create_role(name=request.POST.get("name", ""), like=like, by=actor(request))
        except ValidationError as refusal:
            problems = refusal.messages
        else:
            return HttpResponseRedirect(reverse("role", args=[role.pk]))
    active = Q(users__is_active=True)
    context = {"roles": known.annotate(people=Count("users", filter=active)).order_by("pk"), "problems": problems}
    return answer(request, "web/roles/list.html", context, status=422 if problems else 200)


def role(request: StaffRequest, role_id: int) -> HttpResponse:
    """Show what a role grants and who holds it; POST renames it."""
    must_change_roles(request)
    found = _role(role_id)
    problems: list[str] = []
    if request.method == "POST":
        try:
            role_changes.rename_role(found, request.POST.get("name", ""), by=actor(request))
        except ValidationError as refusal:
            problems = refusal.messages
        else:
            say(request, _("Saved."))
            return HttpResponseRedirect(reverse("role", args=[role_id]))
    people = User.objects.filter(Q(role=found) | Q(further_roles=found), is_active=True).distinct().order_by("name")
    context = {
        "role": found,
        "lines": matrix(found),
        "actions": ACTIONS.values(),
        "people": people[:SHOWN_PEOPLE],
        "others": max(0, people.count() - SHOWN_PEOPLE),
        "problems": problems,
    }
    return answer(request, "web/roles/role.html", context, status=422 if problems else 200)


def rights_on_kind(request: StaffRequest, role_id: int, kind: str) -> HttpResponse:
    """Show the rights of a role on one kind of record, and change them."""
    must_change_roles(request)
    found = _role(role_id)
    declared = next((one for one in kinds() if one.kind == kind), None)
    if declared is None:
        raise Http404
    actions = (ANY, *declared.actions)
    conditions, fields = conditions_of(kind), fields_governed(kind)
    problems: list[str] = []
    granted = role_changes.grants_of(found, kind)
    levels = dict(found.field_rights.filter(kind=kind).values_list("field", "level"))
    blank, wish = "", request.POST.get("do", "")
    if request.method == "POST":
        granted = read(kind, actions, request.POST)
        levels = {key: level for key in fields if (level := request.POST.get(f"field.{key}", ""))}
        blank = wish.removeprefix("another.") if wish.startswith("another.") else ""
        if wish == "save":
            try:
                with transaction.atomic():
                    role_changes.grant(found, kind, granted, by=actor(request))
                    role_changes.govern_fields(found, kind, levels, by=actor(request))
            except ValidationError as refusal:
                problems = refusal.messages
            else:
                say(request, _("Saved."))
                return HttpResponseRedirect(reverse("role", args=[role_id]))
    context: dict[str, Any] = {
        "role": found,
        "kind": declared,
        "drafts": draft(kind, actions, granted, conditions, blank=blank),
        "scopes": scope_labels(declared.reaches),
        "conditions": condition_choices(kind),
        "fields": [(key, label, levels.get(key, "")) for key, label in fields.items()],
        "levels": FieldLevel.choices,
        "problems": problems,
    }
    return answer(request, "web/roles/kind.html", context, status=422 if problems else 200)


def must_change_roles(request: StaffRequest) -> None:
    """PermissionDenied for whoever does not change roles."""
    if scope_of(actor(request), role_changes.ROLE, "change") is None:
        raise PermissionDenied


def _role(role_id: int) -> Role:
    return get_object_or_404(Role, pk=role_id, removed_at__isnull=True)
