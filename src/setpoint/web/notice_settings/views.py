"""One's own wishes and devices, and the worker that shows notices when no page is open."""

from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from setpoint.loop.inform.models import PushDevice
from setpoint.loop.inform.operations import wishes
from setpoint.loop.inform.operations.push_keys import public_key
from setpoint.loop.inform.ways import all_ways
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, answer
from setpoint.web.notice_settings.forms import WishesForm
from setpoint.web.security.device import device_name

WORKER = "build/push-worker.js"


def notice_settings(request: StaffRequest) -> HttpResponse:
    """Show and save how one is told."""
    form = WishesForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            wishes.choose(request.user, form.whens(), form.rhythm(), by=actor(request))
        except ValidationError as refusal:
            form.add_refusal(refusal)
        else:
            say(request, _("Saved."))
            return HttpResponseRedirect(reverse("notice_settings"))
    context = {
        "form": form,
        "ways": all_ways(),
        "devices": PushDevice.objects.filter(user=request.user).order_by("pk"),
        "push_key": public_key(),
    }
    return answer(request, "web/notice_settings/page.html", context, status=422 if form.is_bound else 200)


@require_POST
def devices(request: StaffRequest) -> HttpResponse:
    """Take in the address that a browser's push service gave it."""
    sent = request.POST
    try:
        wishes.add_device(
            request.user,
            endpoint=sent.get("endpoint", "")[:2000],
            p256dh=sent.get("p256dh", "")[:200],
            auth=sent.get("auth", "")[:100],
            label=device_name(request.headers.get("User-Agent", "")),
            by=actor(request),
        )
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    else:
        say(request, _("This device shows notices now."))
    return HttpResponseRedirect(reverse("notice_settings"))


@require_POST
def device(request: StaffRequest, device_id: int) -> HttpResponse:
    """Tell a device no more."""
    found = get_object_or_404(PushDevice, pk=device_id, user=request.user)
    wishes.remove_device(found, by=actor(request))
    say(request, _("The device is told no more."))
    return HttpResponseRedirect(reverse("notice_settings"))


@login_not_required
@require_safe
def push_worker(request: HttpRequest) -> HttpResponse:
    """Send the service worker. It stands at the root, so that it may open any page; browsers ask for it anew."""
    del request
    if staticfiles_storage.exists(WORKER):
        script = staticfiles_storage.open(WORKER).read()
    elif isinstance(path := finders.find(WORKER), str):
        script = Path(path).read_bytes()
    else:
        raise Http404
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response
