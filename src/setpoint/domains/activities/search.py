"""What of an activity is found: its subject, its note, where it is and with whom."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.domains.activities.models.activity import PICTURES
from setpoint.domains.activities.permissions import KIND
from setpoint.journal.models import Fact
from setpoint.platform.search.kinds import Field, Row, SearchKind, Shown, Sort, Weight, register_kind

QUIET = {"activities.reminded", "activities.given", "activities.moved"}


def show(row: Row) -> Shown:
    """Show an activity with its customer, and that it has ended."""
    ended = _("ended") if row["closed_at"] else ""
    return Shown(row["subject"], (row["customer__name"] or "", ended), PICTURES.get(row["kind"], "check"))


def is_quiet(fact: Fact) -> bool:
    """Whether a fact leaves the texts as they are."""
    return fact.kind in QUIET


register_kind(
    SearchKind(
        KIND,
        gettext_lazy("Activities"),
        link="activity",
        fields=(
            Field("subject", Sort.TEXT, Weight.NAME, personal=True),
            Field("note", Sort.TEXT, personal=True),
            Field("place", Sort.TEXT, personal=True),
            Field("customer__name", Sort.NAME, personal=True),
        ),
        columns=("subject", "kind", "closed_at", "customer__name"),
        show=show,
        person="customer",
        follows={"customers.party": "customer"},
        ignores=is_quiet,
    )
)
