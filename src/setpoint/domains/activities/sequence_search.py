"""What of a sequence is found: its name, and what its steps say."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setpoint.domains.activities.models import SequenceStep
from setpoint.domains.activities.permissions import SEQUENCE
from setpoint.platform.search.kinds import Field, Row, SearchKind, Shown, Sort, Weight, register_kind, register_texts


def show(row: Row) -> Shown:
    """Show a sequence, and that nobody begins it any more."""
    return Shown(row["name"], (_("closed") if row["closed_at"] else "",), "calendar")


def texts_of_steps(_kind: str, ids: Sequence[int]) -> Iterable[tuple[int, str]]:
    """Yield (sequence, subject or text) of every step."""
    for number, subject, text in SequenceStep.objects.filter(sequence__in=ids).values_list(
        "sequence_id", "subject", "text"
    ):
        yield number, subject
        yield number, text


register_kind(
    SearchKind(
        SEQUENCE,
        gettext_lazy("Sequences"),
        link="sequence",
        fields=(Field("name", Sort.TEXT, Weight.NAME),),
        columns=("name", "closed_at"),
        show=show,
    )
)
register_texts(SEQUENCE, "steps", texts_of_steps)
