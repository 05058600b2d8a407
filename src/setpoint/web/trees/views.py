"""The trees of teams and of territories, and one node of each."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from setpoint.kernel import people, trees_changed
from setpoint.kernel.models import Team, Territory, User
from setpoint.kernel.permissions import scope_of
from setpoint.ui.toasting import say
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.person.forms import TreeForm


@dataclass(frozen=True)
class Node:
    """A team or territory with its depth in the tree and the number of its people."""

    row: Any
    depth: int
    people: int


def teams(request: StaffRequest) -> HttpResponse:
    """Show the teams; POST creates one."""
    _must(request, people.TEAM)
    form = TreeForm(Team, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        parent = Team.objects.filter(pk=said["parent"]).first()
        if _tried(form, lambda: people.create_team(name=said["name"], parent=parent, by=actor(request))):
            return HttpResponseRedirect(reverse("teams"))
    rows = Team.objects.select_related("head").annotate(count=Count("members", filter=Q(members__is_active=True)))
    return _tree(request, "web/trees/teams.html", rows, form)


def team(request: StaffRequest, team_id: int) -> HttpResponse:
    """Show a team: its name, what it is below, its head, its people."""
    _must(request, people.TEAM)
    found = get_object_or_404(Team.objects.select_related("head"), pk=team_id)
    form = TreeForm(Team, request.POST or None, initial={"name": found.name, "parent": found.parent_id})
    if request.method == "POST" and form.is_valid():
        said, head = form.cleaned_data, request.POST.get("head", "")

        def save() -> None:
            parent = Team.objects.filter(pk=said["parent"]).first()
            trees_changed.change_team(found, name=said["name"], parent=parent, by=actor(request))
            if head.isdigit():
                people.set_head(found, get_object_or_404(User, pk=int(head)), by=actor(request))

        if _tried(form, save):
            say(request, _("Saved."))
            return HttpResponseRedirect(reverse("teams"))
    context = {
        "team": found,
        "form": form,
        "heads": User.objects.filter(is_active=True).order_by("name"),
        "people": found.members.filter(is_active=True).order_by("name"),
    }
    return answer(request, "web/trees/team.html", context, status=422 if form.is_bound else 200)


def territories(request: StaffRequest) -> HttpResponse:
    """Show the territories; POST creates one."""
    _must(request, trees_changed.TERRITORY)
    form = TreeForm(Territory, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        parent = Territory.objects.filter(pk=said["parent"]).first()
        if _tried(form, lambda: trees_changed.create_territory(name=said["name"], parent=parent, by=actor(request))):
            return HttpResponseRedirect(reverse("territories"))
    rows = Territory.objects.filter(removed_at__isnull=True).annotate(
        count=Count("people", filter=Q(people__is_active=True))
    )
    return _tree(request, "web/trees/territories.html", rows, form)


def territory(request: StaffRequest, territory_id: int) -> HttpResponse:
    """Show a territory: its name, what it lies below, its people."""
    _must(request, trees_changed.TERRITORY)
    found = get_object_or_404(Territory, pk=territory_id, removed_at__isnull=True)
    form = TreeForm(Territory, request.POST or None, initial={"name": found.name, "parent": found.parent_id})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        parent = Territory.objects.filter(pk=said["parent"]).first()
        if _tried(
            form,
            lambda: trees_changed.change_territory(found, name=said["name"], parent=parent, by=actor(request)),
        ):
            say(request, _("Saved."))
            return HttpResponseRedirect(reverse("territories"))
    context = {
        "territory": found,
        "form": form,
        "people": found.people.filter(is_active=True).order_by("name"),
    }
    return answer(request, "web/trees/territory.html", context, status=422 if form.is_bound else 200)


def _must(request: StaffRequest, kind: str) -> None:
    if scope_of(actor(request), kind, "change") is None:
        raise PermissionDenied


def _tried(form: TreeForm, save: Any) -> bool:
    try:
        with transaction.atomic():
            save()
    except ValidationError as refusal:
        for name, messages in refusal.message_dict.items():
            form.add_error(name if name in form.fields else None, messages)
        return False
    return True


def _tree(request: StaffRequest, template: str, rows: Any, form: TreeForm) -> HttpResponse:
    children: dict[int | None, list[Any]] = {}
    for row in rows.order_by("name"):
        children.setdefault(row.parent_id, []).append(row)
    nodes: list[Node] = []

    def walk(parent: int | None, depth: int) -> None:
        for row in children.get(parent, ()):
            nodes.append(Node(row, depth, row.count))
            walk(row.pk, depth + 1)

    walk(None, 0)
    context = {"nodes": nodes, "form": form}
    return answer(request, template, context, status=422 if form.errors else 200)
