"""Sequences, the loop, reports, views, imports, webhooks, notices."""

from django.db.models import QuerySet

from setpoint.api.rows.base import rows
from setpoint.domains.activities.models import Activity, Enrolment, Participant, Sequence, SequenceStep
from setpoint.domains.analytics.models import Dashboard, ReportLetter, SavedReport
from setpoint.domains.exchange.models import Attempt, Delivery, Endpoint, ScheduledExport
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import visible_to
from setpoint.loop.act.models import Affected, Correction, LeverSetting
from setpoint.loop.control.models import Alarm, Case
from setpoint.loop.inform.models import Notice
from setpoint.loop.plan.models import Plan
from setpoint.platform.lists.models import BulkEdit, Export, SavedView
from setpoint.platform.models import ImportFile, ImportRun


def _deliveries(by: Actor) -> QuerySet[Delivery]:
    return Delivery.objects.filter(endpoint__in=visible_to(by, "exchange.endpoint"))


def _attempts(by: Actor) -> QuerySet[Attempt]:
    return Attempt.objects.filter(delivery__endpoint__in=visible_to(by, "exchange.endpoint"))


def _enrolments(_by: Actor, sequence: Sequence) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(sequence=sequence)


rows("sequences", Sequence, ("name", "stops_on", "closed_at"), "activities.sequence")
rows(
    "sequences/{number}/steps",
    SequenceStep,
    ("position", "kind", "wait_days", "subject", "text"),
    lambda _by, sequence: SequenceStep.objects.filter(sequence=sequence),
    within=Sequence,
)
rows(
    "sequences/{number}/enrolments",
    Enrolment,
    ("about_kind", "about_id", "position", "due_at", "enrolled_at", "ended_at", "reason"),
    _enrolments,
    within=Sequence,
)
rows(
    "activities/{number}/participants",
    Participant,
    ("user", "party", "answer"),
    lambda _by, activity: Participant.objects.filter(activity=activity),
    within=Activity,
)
rows("plans", Plan, ("name", "first_day", "last_day"), lambda _by: Plan.objects.all())
rows(
    "deviations",
    Case,
    (
        *(
            "plan",
            "parameter",
            "scope_kind",
            "scope_id",
            "state",
            "opened_at",
            "updated_at",
            "closed_at",
            "p_hit",
            "gap",
        ),
        *("money_at_risk", "cause", "reason", "accepted_by", "resume_on"),
    ),
    "control.case",
)
rows(
    "alarms",
    Alarm,
    (
        "parameter",
        "scope_kind",
        "scope",
        "since",
        "begin",
        "ended",
        "level",
        "limit",
        "ratio",
        "judgement",
        "judged_by",
    ),
    "control.alarm",
)
rows("levers", LeverSetting, ("lever", "version", "authority", "enabled", "limits", "set_at", "set_by"), "loop.lever")
rows(
    "corrections/{number}/affected",
    Affected,
    ("user",),
    lambda _by, correction: Affected.objects.filter(correction=correction),
    within=Correction,
)
rows("notices", Notice, ("kind", "ref_kind", "ref_id", "count", "created_at", "seen_at"), "inform.notice")
rows("reports", SavedReport, ("name", "owner", "asked", "shared", "made_at"), "analytics.report")
rows("dashboards", Dashboard, ("name", "owner", "role", "shared", "tiles", "made_at"), "analytics.dashboard")
rows(
    "report-letters", ReportLetter, ("report", "name", "asked", "form", "often", "hour", "next_at"), "analytics.letter"
)
rows("views", SavedView, ("kind", "name", "owner", "shared", "asked", "columns", "saved_at"), "platform.view")
rows(
    "bulk-changes",
    BulkEdit,
    ("kind", "change", "label", "total", "done", "changed", "kept", "state", "begun_at"),
    "platform.bulk",
)
rows("exports", Export, ("kind", "format", "rows", "begun_at"), lambda by: Export.objects.filter(person=by.user_id))
rows(
    "imports",
    ImportRun,
    ("state", "actor_label", "uploaded_at", "started_at", "finished_at", "taken_back"),
    "platform.import",
)
rows(
    "imports/{number}/files",
    ImportFile,
    ("name", "kind", "header", "agreement", "outlook", "done", "created", "matched", "refused"),
    lambda _by, run: ImportFile.objects.filter(run=run),
    within=ImportRun,
)
rows("webhooks", Endpoint, ("name", "url", "kinds", "owner", "made_at"), "exchange.endpoint")
rows(
    "deliveries",
    Delivery,
    ("endpoint", "identity", "fact", "fact_kind", "state", "attempts", "made_at", "due_at", "delivered_at"),
    _deliveries,
)
rows("delivery-attempts", Attempt, ("delivery", "at", "status", "answer", "milliseconds"), _attempts)
rows(
    "scheduled-exports",
    ScheduledExport,
    ("view", "format", "whole", "every", "weekday", "day", "hour", "by_email", "next_at", "problem"),
    "exchange.scheduled_export",
)
