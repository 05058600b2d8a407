"""The tree of goals and its versions; setting a goal; changing a node."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from setpoint.kernel.clock import company_today
from setpoint.kernel.permissions import scope_of, visible_to
from setpoint.loop.cycle_commitments import Promise, promises
from setpoint.loop.cycle_plan import PlanDraft, draft_plan, plan_goal
from setpoint.loop.cycle_report import Turn, report, scope_names
from setpoint.loop.plan.models import Goal, Plan, PlanVersion
from setpoint.loop.plan.operations.commitments import commit
from setpoint.loop.plan.operations.goals import change_target
from setpoint.loop.plan.parameters import PARAMETERS
from setpoint.loop.plan.permissions import GOAL, PLAN
from setpoint.loop.plan.queries import current_version, first_targets, frozen_from, key_of, tree, visible_goals
from setpoint.ui.toasting import say, warn
from setpoint.web.control_room.figures import Unit
from setpoint.web.control_room.records import records
from setpoint.web.http import StaffRequest, actor, answer, back
from setpoint.web.imports.access import may_import
from setpoint.web.plan.forms import GoalForm, PromiseForm, TargetForm

SHOWN_VERSIONS = 20


def plan(request: StaffRequest) -> HttpResponse:
    """Show the goals of a period and parameter as a tree; ?plan=1&parameter=sales.revenue&version=3, or ?goal=7."""
    plans = list(Plan.objects.all())
    goal = _named_goal(request)
    chosen = goal.version.plan if goal else _chosen_plan(plans, request.GET.get("plan", ""))
    context: dict[str, Any] = {"plans": plans, "plan": chosen, "may_set": _may_set(request)}
    if chosen is not None:
        context |= _tree(request, chosen, goal)
    if not context.get("rows"):
        context["may_import"] = may_import(request)
    return answer(request, "web/plan/page.html", context)


def new_goal(request: StaffRequest) -> HttpResponse:
    """Ask for a goal, show what follows from it, and set it."""
    if not _may_set(request):
        raise PermissionDenied
    form = GoalForm(request.company.currency, company_today(), request.POST or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        first, last = form.cleaned_data["period"]
        asked: dict[str, Any] = {
            "parameter": form.cleaned_data["parameter"],
            "first_day": first,
            "last_day": last,
            "target": form.cleaned_data["target"],
        }
        try:
            if "set" in request.POST:
                plan_goal(**asked, by=actor(request), reason=form.cleaned_data["reason"])
                say(request, _("The goal is set. Every change of it will be kept with who, when and why."))
                return redirect("plan")
            context["draft"] = _drafted(draft_plan(**asked), request.company.currency)
        except ValidationError as refused:
            form.add_error(None, refused)
    return answer(request, "web/plan/new.html", context, status=422 if form.is_bound and form.errors else 200)


@require_POST
def target(request: StaffRequest, goal_id: int) -> HttpResponse:
    """Change one goal: a new version, all others stay."""
    goal = get_object_or_404(visible_to(actor(request), GOAL).select_related("version__plan"), pk=goal_id)
    form = TargetForm(_unit(goal.parameter, request.company.currency), request.POST)
    if not form.is_valid():
        warn(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return back(request, "plan")
    try:
        change_target(
            goal=goal, target=form.cleaned_data["target"], by=actor(request), reason=form.cleaned_data["reason"]
        )
    except ValidationError as refused:
        warn(request, " ".join(refused.messages))
    else:
        say(request, _("Changed. The version before is kept."))
    return back(request, "plan")


def _may_set(request: StaffRequest) -> bool:
    return scope_of(actor(request), PLAN, "change") is not None


def _named_goal(request: StaffRequest) -> Goal | None:
    wanted = request.GET.get("goal", "")
    if not wanted:
        return None
    goals = visible_to(actor(request), GOAL).select_related("version__plan")
    found: Goal = get_object_or_404(goals, pk=int(wanted) if wanted.isdigit() else 0)
    return found


def _chosen_plan(plans: list[Plan], wanted: str) -> Plan | None:
    if wanted:
        return next((each for each in plans if str(each.pk) == wanted), None)
    today = company_today()
    running = (each for each in plans if each.first_day <= today <= each.last_day)
    return next(running, plans[0] if plans else None)


def _unit(parameter: str, currency: str) -> Unit:
    declared = PARAMETERS.get(parameter)
    return Unit(str(declared.unit) if declared else "one", currency)


def _tree(request: StaffRequest, chosen: Plan, named: Goal | None) -> dict[str, Any]:
    who, currency = actor(request), request.company.currency
    newest = current_version(chosen)
    version = _version(chosen, request.GET.get("version", "")) or newest
    if version is None or newest is None:
        return {}
    goals = list(visible_goals(who, version).order_by("pk"))
    parameters = list(dict.fromkeys(goal.parameter for goal in goals))
    wanted = named.parameter if named else request.GET.get("parameter", "")
    parameter = wanted if wanted in parameters else next(iter(parameters), "")
    unit = _unit(parameter, currency)
    adds_up = parameter in PARAMETERS and PARAMETERS[parameter].additive
    turn = Turn.last()
    told = {row["goal"]: row for row in report(who, turn=turn)} if version.pk == newest.pk else {}
    base = first_targets(chosen, parameter)
    promised = promises(chosen, parameter, company_today()) if adds_up else {}
    rows = []
    for branch in tree([goal for goal in goals if goal.parameter == parameter]):
        goal = branch.goal
        known = told.get(goal.pk)
        rows.append(
            {
                "goal": goal,
                "depth": branch.depth,
                "name": turn.names.of(goal.scope_kind, goal.scope_id),
                "target": unit.write(goal.target),
                "typed": unit.typed(goal.target),
                "told": known is not None,
                "difference": unit.write(branch.difference, signed=True) if adds_up and branch.difference else "",
                "mean": unit.write(goal.mean) if goal.mean is not None else "",
                "actual": unit.write(known["actual"]) if known else "",
                "records": records(known) if known else "",
                "forecast": unit.write(known["mean"]) if known else "",
                "p_hit": known["p_hit"] if known else None,
                "class": known["class"] if known else "",
                "base": _changed(unit, base.get(key_of(goal)), goal.target),
                "promise": _promised(unit, promised.get((goal.scope_kind, goal.scope_id))),
                "may_promise": goal.scope_kind == "owner" and goal.scope_id == who.user_id,
            }
        )
    return {
        "version": version,
        "newest": newest,
        "parameters": [(key, PARAMETERS[key].name if key in PARAMETERS else key) for key in parameters],
        "parameter": parameter,
        "rows": rows,
        "differs": any(row["difference"] for row in rows),
        "replanned": any(row["base"] for row in rows),
        "promises": adds_up and any(row["promise"] or row["may_promise"] for row in rows),
        "frozen": frozen_from(chosen),
        "versions": list(chosen.versions.order_by("-number")[:SHOWN_VERSIONS]),
    }


@require_POST
def commitment(request: StaffRequest, goal_id: int) -> HttpResponse:
    """Promise what one will bring: evidence beside the goal, which stays."""
    goal = get_object_or_404(visible_to(actor(request), GOAL).select_related("version__plan"), pk=goal_id)
    form = PromiseForm(_unit(goal.parameter, request.company.currency), request.POST)
    if not form.is_valid():
        warn(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return back(request, "plan")
    try:
        commit(
            plan=goal.version.plan,
            parameter=goal.parameter,
            scope_kind=goal.scope_kind,
            scope_id=goal.scope_id,
            by=actor(request),
            **form.cleaned_data,
        )
    except ValidationError as refused:
        warn(request, " ".join(refused.messages))
    else:
        say(request, _("Your commitment is kept. Your goal stays as it is."))
    return back(request, "plan")


def _changed(unit: Unit, base: int | None, target: int) -> str:
    """The goal that was signed first, where it is another by now."""
    return "" if base is None or base == target else unit.write(base)


def _promised(unit: Unit, promise: Promise | None) -> dict[str, Any] | None:
    if promise is None:
        return None
    return {
        "commit": unit.write(promise.commit),
        "low": unit.write(promise.low),
        "high": unit.write(promise.high),
        "believed": unit.write(promise.believed) if promise.periods else "",
        "beta": round(promise.beta, 2),
        "periods": promise.periods,
    }


def _version(chosen: Plan, wanted: str) -> PlanVersion | None:
    return chosen.versions.filter(number=int(wanted)).first() if wanted.isdigit() else None


def _drafted(drafted: PlanDraft, currency: str) -> dict[str, Any]:
    names = scope_names()
    trees = []
    for tree_ in drafted.trees:
        unit = _unit(tree_.parameter, currency)
        depth: list[int] = []
        for parent in tree_.parent.tolist():
            depth.append(0 if parent < 0 else depth[parent] + 1)
        nodes = zip(tree_.scopes, depth, tree_.target.tolist(), tree_.mean.tolist(), strict=True)
        trees.append(
            {
                "name": PARAMETERS[tree_.parameter].name,
                "rows": [
                    {"name": names.of(*scope), "depth": level, "target": unit.write(goal), "mean": unit.write(mean)}
                    for scope, level, goal, mean in nodes
                ],
            }
        )
    funnel = drafted.funnel
    return {
        "trees": trees,
        "funnel": funnel,
        "horizon": date.fromordinal(funnel.horizon) if funnel and funnel.horizon else None,
        "over_capacity": funnel is not None and funnel.touches > funnel.capacity,
        "reachable": Unit("money", currency).write(funnel.reachable) if funnel and funnel.capacity else "",
        "out_of_reach": funnel is not None and funnel.capacity > 0 and funnel.reachable < drafted.trees[0].target[0],
    }
