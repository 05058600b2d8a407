"""The list of leads."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from setpoint.domains.sales.enrolling import sequence_change
from setpoint.domains.sales.models import Lead, LeadOutcome, LeadSource, LeadState
from setpoint.domains.sales.operations import leads
from setpoint.domains.sales.permissions import LEAD
from setpoint.kernel.actors import Actor
from setpoint.kernel.permissions import visible_to
from setpoint.kernel.refs import Ref
from setpoint.platform.lists.changes import Change
from setpoint.platform.lists.columns import Native
from setpoint.platform.lists.kinds import ListKind, register
from setpoint.platform.lists.of_people import one_of, owner_change, owner_column
from setpoint.platform.lists.types import Chosen, Linked, Moment, Number, Text
from setpoint.platform.lists.words import IS, NOT

PARTY, PRODUCT = "customers.party", "catalog.product"
TABS = {
    "open": pgettext_lazy("leads", "Open"),
    "unseen": _("Unanswered"),
    "pool": _("In the pool"),
    "nurture": _("With marketing"),
    "converted": pgettext_lazy("leads", "Converted"),
    "rejected": pgettext_lazy("leads", "Rejected"),
    "all": pgettext_lazy("leads", "All"),
}


def _tab(_word: str, given: str, _by: Actor) -> Q:
    if given not in TABS:
        raise ValidationError(gettext("“%(value)s” cannot be chosen here.") % {"value": given})
    opened = Q(ended_at__isnull=True)
    worked = opened & Q(nurture__isnull=True)
    asked: dict[str, Q] = {
        "open": worked,
        "unseen": worked & Q(responded_at__isnull=True),
        "pool": worked & Q(owner__isnull=True),
        "nurture": Q(nurture__isnull=False),
        "converted": Q(ending__outcome__in=(LeadOutcome.DEAL, LeadOutcome.CONTACT)),
        "rejected": Q(ending__outcome=LeadOutcome.REJECTED),
    }
    return asked.get(given, Q())


def _states(_by: Actor) -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in LeadState.objects.values_list("pk", "name")]


def _sources(_by: Actor) -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in LeadSource.objects.values_list("pk", "name")]


def _products(by: Actor) -> list[tuple[str, str]]:
    rows = visible_to(by, PRODUCT).order_by("name").values_list("pk", "name")
    return [(str(pk), name) for pk, name in rows]


def _where(lead: Any) -> Any:
    return lead.ending.get_outcome_display() if lead.ended_at else lead.state.name


def _ending(lead: Any, name: str) -> Any:
    return getattr(getattr(lead, "ending", None), name, None)


def _owners(ids: Sequence[int]) -> dict[int, int | None]:
    return dict(Lead.objects.filter(pk__in=ids).values_list("pk", "owner_id"))


def _states_of(ids: Sequence[int]) -> dict[int, int]:
    return dict(Lead.objects.filter(pk__in=ids).values_list("pk", "state_id"))


def _give(owners: Mapping[int, Any], by: Actor) -> None:
    leads.assign_many([leads.Assignment(pk, owner) for pk, owner in owners.items()], by=by)


def _move(states: Mapping[int, Any], by: Actor) -> None:
    leads.move_many(states, by=by)


CHANGES = (
    sequence_change(LEAD, _("Sequence")),
    owner_change(LEAD, _give, _owners, "reassign"),
    Change(
        "state",
        pgettext_lazy("of a lead", "State"),
        lambda text, by: one_of(LeadState, text, by),
        _move,
        _states_of,
        lambda plain: LeadState.objects.get(pk=plain),
        _states,
        "choice",
    ),
)

register(
    ListKind(
        LEAD,
        _("Leads"),
        (
            Native(
                "name",
                pgettext_lazy("an inquiry", "Lead"),
                Text(folded=True),
                "folded",
                value=lambda row: row.name,
                ref=lambda row: Ref(LEAD, row.pk),
                sorts="folded",
            ),
            Native(
                "organisation",
                _("Organisation"),
                Text(),
                "organisation",
                value=lambda row: row.organisation,
                sorts="organisation",
            ),
            Native(
                "state",
                pgettext_lazy("of a lead", "State"),
                Linked(offered=_states),
                "state",
                value=_where,
                mark=lambda row: f"tag tag-{row.ending.outcome}" if row.ended_at else "",
                related=("state", "ending"),
                sorts="state",
                sorts_by=("position",),
            ),
            owner_column(LEAD, sorts=True),
            Native(
                "source",
                _("Source"),
                Linked(offered=_sources),
                "source",
                value=lambda row: row.source.name,
                related=("source",),
                sorts="source",
                sorts_by=("name",),
            ),
            Native("score", _("Score"), Number(), "score", value=lambda row: row.score, sorts="score"),
            Native(
                "received",
                _("Received"),
                Moment(),
                "received_at",
                value=lambda row: row.received_at,
                sorts="received_at",
            ),
            Native(
                "responded",
                _("First response"),
                Moment(),
                "responded_at",
                value=lambda row: row.responded_at,
                indexed=False,
            ),
            Native("due", _("Answer due"), Moment(), "due_at", value=lambda row: row.due_at, usual=False),
            Native(
                "campaign",
                _("Campaign"),
                Text(),
                "campaign",
                value=lambda row: row.campaign,
                usual=False,
                sorts="campaign",
            ),
            Native(
                "customer",
                _("Customer"),
                Text(folded=True),
                "customer__folded",
                value=lambda row: row.customer.name if row.customer else "",
                ref=lambda row: Ref(PARTY, row.customer_id) if row.customer_id else None,
                related=("customer",),
                usual=False,
            ),
            Native(
                "product",
                _("Product"),
                Linked(offered=_products),
                "product",
                value=lambda row: row.product.name if row.product else "",
                related=("product",),
                sorts="product",
                sorts_by=("folded",),
                usual=False,
            ),
            Native(
                "country", _("Country"), Text(), "country", value=lambda row: row.country, usual=False, sorts="country"
            ),
            Native("region", _("Region"), Text(), "region", value=lambda row: row.region, usual=False, sorts="region"),
            Native("sector", _("Sector"), Text(), "sector", value=lambda row: row.sector, usual=False, sorts="sector"),
            Native(
                "ended",
                pgettext_lazy("a lead, when", "Ended"),
                Moment(),
                "ended_at",
                value=lambda row: row.ended_at,
                usual=False,
                sorts="ended_at",
            ),
            Native(
                "reason",
                _("Reason"),
                Text(),
                "ending__reason",
                value=lambda row: _ending(row, "reason"),
                related=("ending",),
                usual=False,
                indexed=False,
            ),
            Native("tab", pgettext_lazy("leads", "Which"), Chosen((IS, NOT), choices=TABS), ask=_tab, hidden=True),
        ),
        sort="",
        bar=("owner", "source", "state"),
        tabs="tab",
        tab="open",
        day=lambda tab: "ended" if tab in {"converted", "rejected"} else "received",
        changes=CHANGES,
    )
)
