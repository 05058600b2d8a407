"""Pipelines, their stages in order, and what must be true before a deal enters one."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.domains.sales.gates import CHECKS, words_of
from setpoint.domains.sales.models import Pipeline, Stage
from setpoint.domains.sales.operations import pipelines, stages
from setpoint.domains.sales.operations.stages import NewGate
from setpoint.kernel.permissions import scope_of
from setpoint.ui.toasting import say, warn
from setpoint.web.http import StaffRequest, actor, answer

MOST_STAGES = 30


def pipeline_settings(request: StaffRequest) -> HttpResponse:
    """Show the pipelines; POST creates one with four usual stages."""
    _must(request)
    if request.method == "POST":
        name = request.POST.get("name", "").strip()[:120]
        if not name or Pipeline.objects.filter(name__iexact=name).exists():
            warn(request, _("Give the pipeline a name of its own."))
            return HttpResponseRedirect(reverse("pipeline_settings"))
        made = pipelines.create(name=name, stages=_usual(), by=actor(request))
        return HttpResponseRedirect(reverse("edit_pipeline", args=[made.pk]))
    found = Pipeline.objects.prefetch_related("stages__gates")
    return answer(request, "web/pipeline_settings/list.html", {"pipelines": found})


def edit_pipeline(request: StaffRequest, pipeline_id: int) -> HttpResponse:
    """Show a pipeline; POST saves its name and stages in the order that the form says."""
    _must(request)
    pipeline = get_object_or_404(Pipeline, pk=pipeline_id)
    if request.method == "POST":
        try:
            name = request.POST.get("name", "")
            stages.set_stages(pipeline, _read(request.POST, pipeline), by=actor(request), name=name)
            say(request, _("Saved."))
        except ValidationError as refusal:
            warn(request, " ".join(refusal.messages))
        return HttpResponseRedirect(reverse("edit_pipeline", args=[pipeline.pk]))
    rows = list(pipeline.stages.prefetch_related("gates"))
    context: dict[str, Any] = {
        "pipeline": pipeline,
        "stages": [*rows, None],
        "gated": [(stage, [(gate, words_of(gate)) for gate in stage.gates.all()]) for stage in rows],
        "offered": [
            (f"{check.key}:{value}", f"{check.label}: {label}" if value else str(check.label))
            for check in CHECKS.values()
            for value, label in (check.options() if check.options else [("", "")])
        ],
    }
    return answer(request, "web/pipeline_settings/pipeline.html", context)


@require_POST
def stage_gates(request: StaffRequest, stage_id: int) -> HttpResponse:
    """Save the gates of a stage: those that stay, and a new one."""
    _must(request)
    stage = get_object_or_404(Stage.objects.select_related("pipeline"), pk=stage_id)
    kept = [
        NewGate(gate.check_key, gate.argument, bool(request.POST.get(f"hard.{gate.pk}")))
        for gate in stage.gates.all()
        if not request.POST.get(f"drop.{gate.pk}")
    ]
    check, _sign, argument = request.POST.get("new", "").partition(":")
    if check:
        kept.append(NewGate(check, argument, bool(request.POST.get("hard"))))
    try:
        stages.set_gates(stage, kept, by=actor(request))
        say(request, _("Saved."))
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    return HttpResponseRedirect(reverse("edit_pipeline", args=[stage.pipeline_id]))


def _read(sent: QueryDict, pipeline: Pipeline) -> list[Stage]:
    known = {stage.pk: stage for stage in pipeline.stages.all()}
    rows = []
    for place in range(MOST_STAGES):
        name = sent.get(f"name.{place}", "").strip()
        if not name:
            continue
        number = sent.get(f"id.{place}", "")
        stage = known.get(int(number) if number.isdigit() else 0) or Stage(pipeline=pipeline)
        stage.name = name
        stage.probability = _whole(sent.get(f"probability.{place}", ""), 50)
        stage.norm_days = _whole(sent.get(f"norm.{place}", ""), 14)
        rows.append((_whole(sent.get(f"position.{place}", ""), MOST_STAGES), place, stage))
    return [stage for *_order, stage in sorted(rows, key=lambda row: row[:2])]


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("10000") else otherwise


def _usual() -> list[pipelines.NewStage]:
    return [
        pipelines.NewStage(_("Qualification"), 10, 5, 2),
        pipelines.NewStage(_("Meeting"), 30, 10, 3),
        pipelines.NewStage(_("Proposal"), 50, 15, 3),
        pipelines.NewStage(_("Closing"), 80, 10, 3),
    ]


def _must(request: StaffRequest) -> None:
    if scope_of(actor(request), pipelines.KIND, "change") is None:
        raise PermissionDenied
