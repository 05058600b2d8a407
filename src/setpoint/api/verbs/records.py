"""Which rows verbs may name: those that the actor sees, and words that everybody who works here reads."""

from functools import partial
from typing import Any

from django.db.models import Model, QuerySet

from setpoint.api.verbs.finding import finds
from setpoint.domains.activities.models import Activity, Enrolment, Participant, Sequence
from setpoint.domains.analytics.models import Dashboard, ReportLetter, SavedReport
from setpoint.domains.catalog.models import Product
from setpoint.domains.channels.models import Purpose
from setpoint.domains.customers.models import (
    Decision,
    LifeStage,
    Merge,
    OccasionKind,
    Party,
    RelationKind,
    Segment,
    Topic,
)
from setpoint.domains.exchange.models import Delivery, Endpoint, ScheduledExport
from setpoint.domains.sales.models import Deal, Lead, LeadSource, LeadState, Pipeline, Recut, RoutingRule, Stage
from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Deputy, Job, Role, Team, Territory, User
from setpoint.kernel.permissions import scope_of, visible_to
from setpoint.loop.act.models import Correction
from setpoint.loop.control.models import Alarm, Case
from setpoint.loop.plan.models import Goal, Plan
from setpoint.platform.fields.models import Field
from setpoint.platform.lists.models import BulkEdit, SavedView
from setpoint.platform.models import ImportFile, ImportRun
from setpoint.platform.objects.models import ObjectKind

for model, kind in (
    (Party, "customers.party"),
    (Segment, "customers.segment"),
    (Deal, "sales.deal"),
    (Lead, "sales.lead"),
    (RoutingRule, "sales.routing"),
    (Product, "catalog.product"),
    (Activity, "activities.activity"),
    (Sequence, "activities.sequence"),
    (User, "kernel.user"),
    (Team, "kernel.team"),
    (Role, "kernel.role"),
    (Territory, "kernel.territory"),
    (Job, "kernel.job"),
    (Correction, "loop.correction"),
    (Goal, "loop.goal"),
    (Case, "control.case"),
    (Alarm, "control.alarm"),
    (SavedReport, "analytics.report"),
    (Dashboard, "analytics.dashboard"),
    (ReportLetter, "analytics.letter"),
    (SavedView, "platform.view"),
    (BulkEdit, "platform.bulk"),
    (ImportRun, "platform.import"),
    (Field, "platform.field"),
    (ObjectKind, "platform.kind"),
    (Purpose, "channels.purpose"),
    (Endpoint, "exchange.endpoint"),
    (ScheduledExport, "exchange.scheduled_export"),
):
    finds(model, kind)


def _all(_by: Actor, words: type[Model]) -> QuerySet[Any]:
    return QuerySet(words)


# words of the company: who acts here reads them all
for words in (RelationKind, OccasionKind, Topic, LifeStage, LeadState, LeadSource, Pipeline, Stage, Plan):
    finds(words, partial(_all, words=words))


def _of_parties(by: Actor) -> QuerySet[Decision]:
    return Decision.objects.filter(party__in=visible_to(by, "customers.party"))


def _merges(by: Actor) -> QuerySet[Merge]:
    return Merge.objects.filter(winner__in=visible_to(by, "customers.party").values("pk"))


def _participants(by: Actor) -> QuerySet[Participant]:
    return Participant.objects.filter(activity__in=visible_to(by, "activities.activity"))


def _enrolments(by: Actor) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(sequence__in=visible_to(by, "activities.sequence"))


def _deliveries(by: Actor) -> QuerySet[Delivery]:
    return Delivery.objects.filter(endpoint__in=visible_to(by, "exchange.endpoint"))


def _files(by: Actor) -> QuerySet[ImportFile]:
    return ImportFile.objects.filter(run__in=visible_to(by, "platform.import"))


def _deputies(by: Actor) -> QuerySet[Deputy]:
    return Deputy.objects.filter(absent__in=visible_to(by, "kernel.user"))


def _recuts(by: Actor) -> QuerySet[Recut]:
    rows = Recut.objects.all()
    return rows if scope_of(by, "sales.routing", "change") or not by.is_person else rows.none()


finds(Decision, _of_parties)
finds(Merge, _merges)
finds(Participant, _participants)
finds(Enrolment, _enrolments)
finds(Delivery, _deliveries)
finds(ImportFile, _files)
finds(Deputy, _deputies)
finds(Recut, _recuts)
