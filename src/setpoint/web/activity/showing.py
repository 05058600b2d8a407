"""What the page of an activity shows."""

from typing import Any

from django.http import Http404
from django.urls import reverse

from setpoint.domains.activities import repeating
from setpoint.domains.activities.models import Activity, Outcome
from setpoint.domains.activities.permissions import KIND, activities_for
from setpoint.domains.activities.queries import planned_about, with_plans
from setpoint.journal.reading import timeline
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import visible_to
from setpoint.platform.fields.types.link import titles
from setpoint.web.activity.forms import ActivityForm, said_of
from setpoint.web.activity.planned import marked
from setpoint.web.fields.card import PAGES, card_of
from setpoint.web.http import StaffRequest, actor
from setpoint.web.timeline.telling import page_of


def visible_activity(request: StaffRequest, activity_id: int) -> Activity:
    """Return an activity that this person sees; Http404 for any other."""
    rows = visible_to(actor(request), KIND).select_related("owner", "customer", "ending", "ending__ended_by")
    row: Activity | None = rows.filter(pk=activity_id).first()
    if row is None:
        raise Http404
    return marked([row])[0]


def activity_context(request: StaffRequest, row: Activity, form: ActivityForm | None = None) -> dict[str, Any]:
    """Return what the page needs."""
    by = actor(request)
    changes = activities_for(by, "change").filter(pk=row.pk).exists()
    about = row.about
    named = titles(by, [about]) if about is not None else {}
    return {
        "activity": row,
        "changes": changes,
        "form": form or ActivityForm(by, initial=said_of(row)),
        "takes_part": list(row.participants.select_related("user", "party")),
        "repeats": repeating.words(row.repeat) if row.repeat else "",
        "about_title": named.get(about, "") if about is not None else "",
        "about_url": reverse(PAGES[about.kind], args=[about.id]) if about is not None and about.kind in PAGES else "",
        "about_word": str(about)
        if about is not None
        else (f"customers.party:{row.customer_id}" if row.customer_id else ""),
        "asks_next": changes and asks_next(row),
        "card": card_of(KIND, row.pk, by, changes=changes),
        "lines": page_of(
            timeline(by, about=(KIND, row.pk)),
            by=by,
            currency=request.company.currency,
            channel=request.GET.get("channel", ""),
            before=request.GET.get("before", ""),
        ),
        "timeline_url": reverse("activity_timeline", args=[row.pk]),
    }


def asks_next(row: Activity) -> bool:
    """Whether nothing is planned after it: a contact without a next step is a deviation."""
    ending = getattr(row, "ending", None)
    if ending is None or ending.outcome == Outcome.CANCELLED:
        return False
    if row.about_id is not None:
        return not planned_about(row.about_kind, [row.about_id])
    return row.customer_id is not None and not with_plans([row.customer_id])


def record_named(by: Actor, word: str) -> Any:
    """Return the record that “sales.deal:7” names, None where there is none that the actor sees."""
    kind, _sign, number = word.partition(":")
    if kind not in PAGES or not (number.isascii() and number.isdigit()) or len(number) > 18:  # noqa: PLR2004 - digits of a number
        return None
    return visible_to(by, kind).filter(pk=int(number)).first()
