"""What of a deal is found: its name, its customer's and its product's, and what was said about it."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.domains.sales.permissions import KIND
from setpoint.journal.models import Fact, PersonalValue
from setpoint.platform.search.kinds import Field, Row, SearchKind, Shown, Sort, Weight, register_kind, register_texts

TOUCHED = "sales.deal_touched"
QUIET = {"sales.deal_moved", "sales.deal_won", "sales.deal_lost", "sales.deal_reopened", "sales.deal_reassigned"}


def show(deal: Row) -> Shown:
    """Show a deal with its stage, or with what it was found by."""
    state = _("closed") if deal["closed_at"] else deal["stage__name"]
    return Shown(deal["name"], (state, deal["customer__name"] or "", deal["product__name"] or ""), "layout-kanban")


def said(_kind: str, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Yield what was written down about touches that stand: (deal, text)."""
    touches = Fact.objects.about(KIND, ids).filter(kind=TOUCHED).standing()
    yield from touches.filter(data__text__gt="").values_list("about_id", "data__text")
    # a person's own words stand beside the fact
    private = dict(touches.filter(personal__has_key="text").values_list("pk", "about_id"))
    for value in PersonalValue.objects.filter(fact_id__in=private, field="text"):
        yield private[value.fact_id], str(value.value)


def is_quiet(fact: Fact) -> bool:
    """Whether a fact leaves the texts of a deal as they are: a step does, and a touch of which nothing was said."""
    return fact.kind in QUIET or (fact.kind == TOUCHED and not fact.data.get("text") and "text" not in fact.personal)


register_kind(
    SearchKind(
        KIND,
        gettext_lazy("Deals"),
        link="deal",
        fields=(
            Field("name", Sort.TEXT, Weight.NAME, personal=True),
            Field("customer__name", Sort.NAME, personal=True),
            Field("product__name"),
        ),
        columns=("name", "closed_at", "stage__name", "customer__name", "product__name"),
        show=show,
        person="customer",
        follows={"customers.party": "customer", "catalog.product": "product"},
        ignores=is_quiet,
    )
)
register_texts(KIND, "touches", said)
