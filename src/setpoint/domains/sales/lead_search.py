"""What of a lead is found: its name, who enquired, from where, what was asked and what was said about it."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.domains.sales.permissions import LEAD
from setpoint.journal.models import Fact, PersonalValue
from setpoint.platform.search.kinds import Field, Row, SearchKind, Shown, Sort, Weight, register_kind, register_texts

TOUCHED = "sales.lead_touched"
QUIET = {
    *("sales.lead_moved", "sales.lead_assigned", "sales.lead_pooled", "sales.lead_offered", "sales.lead_accepted"),
    *("sales.lead_sent_back", "sales.lead_converted", "sales.lead_rejected", "sales.lead_reopened"),
    *("sales.lead_nurtured", "sales.lead_resumed", "sales.lead_overdue"),
}


def show(lead: Row) -> Shown:
    """Show a lead with its state, or with what it was found by."""
    state = _("ended") if lead["ended_at"] else lead["state__name"]
    return Shown(lead["name"], (state, lead["organisation"], lead["source__name"]), "inbox")


def said(_kind: str, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Yield what was written down about touches that stand: (lead, text)."""
    touches = Fact.objects.about(LEAD, ids).filter(kind=TOUCHED).standing()
    yield from touches.filter(data__text__gt="").values_list("about_id", "data__text")
    # a person's own words stand beside the fact
    private = dict(touches.filter(personal__has_key="text").values_list("pk", "about_id"))
    for value in PersonalValue.objects.filter(fact_id__in=private, field="text"):
        yield private[value.fact_id], str(value.value)


def is_quiet(fact: Fact) -> bool:
    """Whether a fact leaves the texts of a lead as they are."""
    return fact.kind in QUIET or (fact.kind == TOUCHED and not fact.data.get("text") and "text" not in fact.personal)


register_kind(
    SearchKind(
        LEAD,
        gettext_lazy("Leads"),
        link="lead",
        fields=(
            Field("name", Sort.NAME, Weight.NAME, personal=True),
            Field("organisation", Sort.NAME, personal=True),
            Field("message", Sort.TEXT, personal=True),
            Field("source__name"),
        ),
        columns=("name", "ended_at", "state__name", "organisation", "source__name"),
        show=show,
        person="customer",
        follows={"customers.party": "customer"},
        ignores=is_quiet,
    )
)
register_texts(LEAD, "touches", said)
