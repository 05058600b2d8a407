"""What would be removed, in how many records it stands, where they go; what was removed, and the way back."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.kernel.permissions import scope_of
from setpoint.platform.removing.models import Removal
from setpoint.platform.removing.operations import KIND, remove, undo
from setpoint.platform.removing.registry import REMOVABLE
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, answer


def removals(request: StaffRequest) -> HttpResponse:
    """List the latest removals."""
    if scope_of(actor(request), KIND, "see") is None:
        raise PermissionDenied
    return answer(request, "web/removals/list.html", {"removals": Removal.objects.all()[:50]})


def removal(request: StaffRequest, what: str, thing: int) -> HttpResponse:
    """Ask where the rows go, and remove."""
    removable = REMOVABLE.get(what)
    if removable is None:
        raise Http404
    removable.require(actor(request))
    try:
        name = removable.name(thing)
    except LookupError:
        raise Http404 from None
    problems: list[str] = []
    if request.method == "POST":
        number = request.POST.get("goes_to", "")
        try:
            made = remove(what, thing, goes_to=int(number) if number.isdigit() else None, by=actor(request))
        except ValidationError as refusal:
            problems = refusal.messages
        else:
            say(request, _("Removed: %(name)s") % {"name": made.name})
            # who may remove a stage need not see what others removed
            sees = scope_of(actor(request), KIND, "see") is not None
            return HttpResponseRedirect(reverse("removals" if sees else "settings"))
    context = {
        "name": name,
        "rows": removable.count(thing),
        "targets": removable.targets(thing),
        "may_hide": removable.may_hide(thing),
        "problems": problems,
    }
    return answer(request, "web/removals/removal.html", context, status=422 if problems else 200)


@require_POST
def removal_undoing(request: StaffRequest, removal_id: int) -> HttpResponse:
    """Bring back what was removed."""
    found = get_object_or_404(Removal, pk=removal_id)
    try:
        undo(found, by=actor(request))
        say(request, _("Brought back: %(name)s") % {"name": found.name})
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    return HttpResponseRedirect(reverse("removals"))
