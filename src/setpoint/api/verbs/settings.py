"""What an administrator says: limits, pipelines, words, routing, purposes, fields, kinds, retention, configuration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import Field as Given

from setpoint.api.resources.base import named
from setpoint.api.verbs.base import verb
from setpoint.domains.channels.operations import purposes
from setpoint.domains.sales.models import LeadSource, LeadState, Pipeline, RoutingRule, Stage
from setpoint.domains.sales.operations import lead_words, pipelines, routing
from setpoint.domains.sales.operations import stages as of_stages
from setpoint.kernel import job_orders
from setpoint.kernel.actors import Actor
from setpoint.kernel.limits import operations as limits
from setpoint.kernel.models import Job
from setpoint.platform.configuration import applying
from setpoint.platform.configuration.files import FileError
from setpoint.platform.fields.models import Field
from setpoint.platform.fields.operations import definitions
from setpoint.platform.fields.operations.choices import ChoiceGiven
from setpoint.platform.objects.models import ObjectKind
from setpoint.platform.objects.operations import kinds
from setpoint.platform.personal import rules
from setpoint.platform.removing.operations import remove
from setpoint.platform.removing.registry import REMOVABLE

Key = Annotated[str, Given(max_length=60)]
Name = Annotated[str, Given(min_length=1, max_length=120)]
Names = Annotated[dict[str, Annotated[str, Given(max_length=120)]], Given(min_length=1)]
Number = Annotated[int, Given(ge=1, le=2**31 - 1)]
Small = Annotated[int, Given(ge=0, le=32_767)]


@dataclass
class StageGiven:
    """A stage; `id` of one that there is."""

    name: Name
    probability: Annotated[int, Given(ge=0, le=100)]
    norm_days: Small = 14
    effort: Annotated[float, Given(ge=0, le=1000)] = 3.0
    id: Number | None = None


@dataclass
class StateGiven:
    """A state of leads; `id` of one that there is."""

    name: Name
    meaning: Literal["open", "qualified", "accepted"] = "open"
    norm_days: Small = 3
    effort: Annotated[float, Given(ge=0, le=1000)] = 1.0
    id: Number | None = None


@dataclass
class SeatGiven:
    """Somebody among whom a rule chooses."""

    user: Number
    weight: Annotated[float, Given(ge=0, le=1_000_000)] = 1.0


@dataclass
class Choice:
    """A choice of a field: its key, its names by language."""

    key: Key
    names: dict[str, str] = field(default_factory=dict)


def create_pipeline(*, name: Name, stages: Sequence[StageGiven], by: Actor) -> Pipeline:
    """Create a pipeline with its stages in order."""
    made = [pipelines.NewStage(one.name, one.probability, one.norm_days, one.effort) for one in stages]
    if not made:
        raise ValidationError({"stages": _("Every stage has a name of its own, and there is one at least.")})
    if Pipeline.objects.filter(name=name).exists():
        raise ValidationError({"name": _("There is a pipeline of this name.")})
    return pipelines.create(name=name, stages=made, by=by)


def set_stages(pipeline: Pipeline, *, stages: Sequence[StageGiven], name: str = "", by: Actor) -> Pipeline:
    """Let these be the stages in this order; one left out goes where no deal was ever in it."""
    known = {one.pk: one for one in pipeline.stages.all()}
    rows = []
    for one in stages:
        row = known.get(one.id) if one.id else Stage(pipeline=pipeline)
        if row is None:
            raise ValidationError({"stages": _("There is no such stage.")})
        row.name, row.probability, row.norm_days, row.effort = one.name, one.probability, one.norm_days, one.effort
        rows.append(row)
    return of_stages.set_stages(pipeline, rows, name=name, by=by)


def set_gates(stage: Stage, *, gates: Sequence[of_stages.NewGate], by: Actor) -> int:
    """Let these be the gates of a stage; return how many."""
    return len(of_stages.set_gates(stage, gates, by=by))


def set_states(*, states: Sequence[StateGiven], by: Actor) -> int:
    """Let these be the states of leads in this order; return how many."""
    known = LeadState.objects.in_bulk()
    rows = []
    for one in states:
        row = known.get(one.id) if one.id else LeadState()
        if row is None:
            raise ValidationError({"states": _("There is no such state.")})
        row.name, row.meaning, row.norm_days, row.effort = one.name, one.meaning, one.norm_days, one.effort
        rows.append(row)
    return len(lead_words.set_states(rows, by=by))


def save_source(
    *,
    key: Annotated[str, Given(pattern=r"^[-a-z0-9_]{1,60}$")],
    name: Name,
    norm_minutes: Annotated[int, Given(ge=0, le=2**31 - 1)] = 60,
    points: Annotated[int, Given(ge=0, le=100)] = 20,
    by: Actor,
) -> LeadSource:
    """Save a source of leads under its key, new or changed."""
    row = LeadSource.objects.filter(key=key).first() or LeadSource(key=key)
    row.name, row.norm_minutes, row.points = name, norm_minutes, points
    return lead_words.save_source(row, by=by)


def set_policy(
    *,
    straight_to_deals: bool | None = None,
    cut_off: Annotated[int, Given(ge=0, le=100)] | None = None,
    nurture_days: Annotated[int, Given(ge=1, le=3650)] | None = None,
    pipeline: Pipeline | None = None,
    by: Actor,
) -> None:
    """Say how inquiries are worked; what is left out stays."""
    said: dict[str, Any] = {
        "straight_to_deals": straight_to_deals,
        "cut_off": cut_off,
        "nurture_days": nurture_days,
        "pipeline": pipeline,
    }
    lead_words.set_policy(by=by, **{key: value for key, value in said.items() if value is not None})


def save_rule(
    *,
    name: Name,
    method: Literal["pool", "round_robin", "weights", "load"] = "round_robin",
    rule: RoutingRule | None = None,
    conditions: Sequence[Any] = (),
    seats: Sequence[SeatGiven] = (),
    needs_skill: bool = False,
    in_territory: bool = False,
    most_open: Number | None = None,
    enabled: bool = True,
    by: Actor,
) -> RoutingRule:
    """Save a rule of routing, new or (`rule`) changed, with the people among whom it chooses."""
    users = named("kernel.user", [one.user for one in seats], by, "seats")
    row = rule or RoutingRule()
    row.name, row.method, row.conditions, row.most_open = name, method, list(conditions), most_open
    row.needs_skill, row.in_territory, row.enabled = needs_skill, in_territory, enabled
    return routing.save(row, seats=[routing.Seat(users[one.user], one.weight) for one in seats], by=by)


def order_rules(*, ids: Sequence[int], by: Actor) -> None:
    """Put the rules of routing in this order."""
    routing.order(ids, by=by)


def add_purpose(*, key: Annotated[str, Given(pattern=r"^[-a-z0-9_]{1,40}$")], name: Name, text: str, by: Actor) -> None:
    """Ask for consent to something more, in these words."""
    purposes.add(key=key, name=name, text=text, by=by)


def change_limits(*, values: Mapping[str, Annotated[int, Given(ge=0, le=2**62)]], by: Actor) -> list[str]:
    """Change limits; return the keys of those that are otherwise now."""
    return limits.change(values, by=by)


def add_field(
    *,
    kind: Key,
    key: Key,
    type: Key,  # noqa: A002 - as the column
    names: Names,
    choices: Sequence[Choice] = (),
    by: Actor,
) -> Field:
    """Let records of a kind say something more."""
    given = [ChoiceGiven(one.key, one.names) for one in choices]
    return definitions.add_field(kind=kind, key=key, type=type, names=names, choices=given, by=by)


def change_field(
    one: Field,
    *,
    names: Names | None = None,
    listed: bool | None = None,
    choices: Sequence[Choice] | None = None,
    by: Actor,
) -> Field:
    """Change a field; what is left out stays."""
    said: dict[str, Any] = {"names": names, "listed": listed}
    given = None if choices is None else [ChoiceGiven(each.key, each.names) for each in choices]
    values = {key: value for key, value in said.items() if value is not None}
    return definitions.change_field(one, values, choices=given, by=by)


def arrange_form(*, kind: Key, form: Sequence[definitions.SectionGiven], by: Actor) -> None:
    """Put the fields of a kind into sections, in order."""
    definitions.arrange_form(kind=kind, form=form, by=by)


def add_kind(*, key: Key, names: Names, plurals: Names, by: Actor) -> ObjectKind:
    """Let there be records of a kind of one's own."""
    return kinds.add_kind(key=key, names=names, plurals=plurals, by=by)


def rename_kind(kind: ObjectKind, *, names: Names, plurals: Names, by: Actor) -> ObjectKind:
    """Call a kind of one's own otherwise."""
    return kinds.rename_kind(kind, names=names, plurals=plurals, by=by)


def set_retention(
    *, kind: Key, days: Annotated[int, Given(ge=1, le=36_500)], deed: Literal["erase", "report"], by: Actor
) -> None:
    """Say how long data of a kind is kept, and what then."""
    rules.set_rule(kind, days=days, deed=deed, by=by)


def drop_retention(*, kind: Key, by: Actor) -> None:
    """Keep data of a kind without end again."""
    rules.drop_rule(kind, by=by)


def take_out_of_use(*, what: Key, thing: Number, goes_to: Number | None = None, by: Actor) -> int:
    """Take a field, choice, kind, stage, role or territory out of use; its records go elsewhere, or are hidden."""
    if what not in REMOVABLE:
        raise ValidationError(
            {"what": _("This cannot be removed: %(names)s.") % {"names": ", ".join(sorted(REMOVABLE))}}
        )
    try:
        return remove(what, thing, goes_to=goes_to, by=by).pk
    except LookupError:
        raise ValidationError({"thing": _("There is no such record, or you do not see it.")}) from None


def retry(job: Job, *, by: Actor) -> None:
    """Let a job that failed be tried again."""
    job_orders.retry(job.pk, by=by)


def cancel(job: Job, *, by: Actor) -> None:
    """Let a job not be done, or end as soon as it can."""
    job_orders.cancel(job.pk, by=by)


def apply_configuration(*, text: Annotated[str, Given(max_length=1_000_000)], by: Actor) -> int:
    """Let the company be set up as a file of configuration says; return how much that changed."""
    try:
        return len(applying.apply(text, by=by))
    except FileError as refusal:
        raise ValidationError({"text": str(refusal)}) from None


verb("create_pipeline", "POST", "pipelines", create_pipeline)
verb("set_stages", "PUT", "pipelines/{pipeline}/stages", set_stages)
verb("set_gates", "PUT", "stages/{stage}/gates", set_gates)
verb("set_lead_states", "PUT", "lead-states", set_states)
verb("save_lead_source", "PUT", "lead-sources", save_source)
verb("set_lead_policy", "PATCH", "lead-policy", set_policy)
verb("save_routing_rule", "POST", "routing-rules", save_rule)
verb("order_routing_rules", "PUT", "routing-rules/order", order_rules)
verb("remove_routing_rule", "DELETE", "routing-rules/{rule}", routing.remove)
verb("add_purpose", "POST", "purposes", add_purpose)
verb("reword_purpose", "PUT", "purposes/{purpose}/text", purposes.reword)
verb("close_purpose", "DELETE", "purposes/{purpose}", purposes.close)
verb("change_limits", "PATCH", "limits", change_limits)
verb("add_field", "POST", "fields", add_field)
verb("change_field", "PATCH", "fields/{one}", change_field)
verb("arrange_form", "PUT", "forms", arrange_form)
verb("add_kind", "POST", "kinds", add_kind)
verb("rename_kind", "PATCH", "kinds/{kind}", rename_kind)
verb("set_retention", "PUT", "retention", set_retention)
verb("drop_retention", "POST", "retention/ending", drop_retention)
verb("remove_thing", "POST", "removals", take_out_of_use)
verb("apply_configuration", "POST", "configuration", apply_configuration)
verb("retry_job", "POST", "jobs/{job}/again", retry)
verb("cancel_job", "DELETE", "jobs/{job}", cancel)
