"""What the company asks people for, and how long it keeps what it knows of them."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.domains.channels.models import Purpose
from setpoint.domains.channels.operations import purposes
from setpoint.domains.channels.queries import newest_texts
from setpoint.platform.personal import retention, rules
from setpoint.platform.personal.models import Deed, RetentionRule
from setpoint.platform.personal.permissions import CHANGE, may
from setpoint.ui.toasting import say
from setpoint.web.http import StaffRequest, actor, answer, back, verb
from setpoint.web.personal.forms import PurposeForm, RuleForm, WordsForm


def personal_settings(request: StaffRequest) -> HttpResponse:
    """Show purposes with their texts, and the rules with what they would take tonight."""
    _require(request)
    return _page(request)


@require_POST
def new_purpose(request: StaffRequest) -> HttpResponse:
    """Add something that people may agree to."""
    _require(request)
    form = PurposeForm(request.POST)
    if form.is_valid():
        try:
            purposes.add(**form.cleaned_data, by=actor(request))
        except ValidationError as refusal:
            form.add_refusal(refusal)
        else:
            say(request, _("Saved."))
            return back(request, "personal_settings")
    return _page(request, purpose=form)


@require_POST
def purpose_text(request: StaffRequest, purpose_id: int) -> HttpResponse:
    """POST writes a new version of a text, DELETE asks nobody any more."""
    _require(request)
    purpose = Purpose.objects.filter(pk=purpose_id).first()
    if purpose is None:
        raise Http404
    if verb(request) == "DELETE":
        purposes.close(purpose, by=actor(request))
    else:
        form = WordsForm(request.POST)
        if not form.is_valid():
            return _page(request, words={purpose.pk: form})
        purposes.reword(purpose, text=form.cleaned_data["text"], by=actor(request))
    say(request, _("Saved."))
    return back(request, "personal_settings")


@require_POST
def retention_rule(request: StaffRequest, kind: str) -> HttpResponse:
    """POST sets how long records of a kind are kept, DELETE keeps them for ever again."""
    _require(request)
    if kind not in retention.kinds():
        raise Http404
    if verb(request) == "DELETE":
        rules.drop_rule(kind, by=actor(request))
        say(request, _("Saved."))
        return back(request, "personal_settings")
    form = RuleForm(request.POST, deeds=retention.kinds()[kind].deeds, prefix=kind)
    if form.is_valid():
        counts = request.POST.get("do") == "count"
        if counts:
            return _page(request, given={kind: form}, counted=kind)
        rules.set_rule(kind, **form.cleaned_data, by=actor(request))
        say(request, _("Saved."))
        return back(request, "personal_settings")
    return _page(request, given={kind: form})


def _require(request: StaffRequest) -> None:
    if not may(actor(request), CHANGE):
        raise PermissionDenied


def _page(
    request: StaffRequest,
    *,
    purpose: PurposeForm | None = None,
    words: dict[int, WordsForm] | None = None,
    given: dict[str, RuleForm] | None = None,
    counted: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {
        "purposes": [
            (text, (words or {}).get(text.purpose_id) or WordsForm(initial={"text": text.text}))
            for text in newest_texts()
        ],
        "purpose": purpose or PurposeForm(),
        "rules": _rules(given or {}, counted),
    }
    wrong = bool(purpose or words or given) and not counted
    return answer(request, "web/personal/company.html", context, status=422 if wrong else 200)


def _rules(given: dict[str, RuleForm], counted: str) -> list[dict[str, Any]]:
    now = {rule.kind: rule for rule in RetentionRule.objects.all()}
    found = []
    for kind, kept in retention.kinds().items():
        rule = now.get(kind)
        start = {"days": rule.days, "deed": rule.deed} if rule else {"deed": Deed.REPORT}
        form = given.get(kind) or RuleForm(initial=start, deeds=kept.deeds, prefix=kind)
        days = form.cleaned_data["days"] if kind == counted else rule.days if rule and kind not in given else None
        due = retention.count_due(kind, days) if days else None
        found.append({"kind": kind, "label": kept.label, "rule": rule, "form": form, "due": due, "days": days})
    return found
