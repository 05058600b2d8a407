"""The list of deals, and what it adds to the list of customers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from setpoint.domains.sales.enrolling import sequence_change
from setpoint.domains.sales.models import Deal, Outcome, Stage
from setpoint.domains.sales.operations import deals
from setpoint.domains.sales.permissions import KIND
from setpoint.kernel.actors import Actor
from setpoint.kernel.field_rights import hidden
from setpoint.kernel.models import Team, User
from setpoint.kernel.money import Money
from setpoint.kernel.permissions import visible_to
from setpoint.kernel.refs import Ref
from setpoint.platform.lists.changes import Change
from setpoint.platform.lists.columns import Native, Rows
from setpoint.platform.lists.kinds import ListKind, extend, register
from setpoint.platform.lists.of_people import one_of, owner_change, owner_column, teams_of_people
from setpoint.platform.lists.types import Amount, Chosen, Linked, Moment, Number, Text
from setpoint.platform.lists.words import IS, NOT

PARTY, PRODUCT = "customers.party", "catalog.product"
STATES = {
    "open": _("Open"),
    "won": _("Won"),
    "lost": _("Lost"),
    "closed": pgettext_lazy("deals", "Closed"),
    "all": _("All"),
}
CLOSED = {"won", "lost", "closed"}


def _state(_word: str, given: str, _by: Actor) -> Q:
    if given not in STATES:
        raise ValidationError(gettext("“%(value)s” cannot be chosen here.") % {"value": given})
    match given:
        case "open":
            return Q(closed_at__isnull=True)
        case "closed":
            return Q(closed_at__isnull=False)
        case "won" | "lost":
            return Q(closure__outcome=given)
    return Q()


def _team(_word: str, given: str, by: Actor) -> Q:
    """Return the deals of a team with all teams below it, as its figures are."""
    parents = dict(Team.objects.values_list("pk", "parent_id"))
    found = {Linked().number(given.strip(), by)}
    while below := {pk for pk, parent in parents.items() if parent in found} - found:
        found |= below
    return Q(owner__in=User.objects.filter(team__in=found).values("pk"))


def _stages(_by: Actor) -> list[tuple[str, str]]:
    stages = list(Stage.objects.select_related("pipeline").order_by("pipeline__position", "position"))
    several = len({stage.pipeline_id for stage in stages}) > 1
    return [(str(one.pk), f"{one.pipeline.name}: {one.name}" if several else one.name) for one in stages]


def _products(by: Actor) -> list[tuple[str, str]]:
    rows = visible_to(by, PRODUCT).order_by("name").values_list("pk", "name")
    return [(str(pk), name) for pk, name in rows]


def _where(deal: Any) -> Any:
    return deal.closure.get_outcome_display() if deal.closed_at else deal.stage.name


def _mark(deal: Any) -> str:
    return f"tag tag-{deal.closure.outcome}" if deal.closed_at else ""


def _closure(deal: Any, name: str) -> Any:
    return getattr(getattr(deal, "closure", None), name, None)


def _owners(ids: Sequence[int]) -> dict[int, int]:
    return dict(Deal.objects.filter(pk__in=ids).values_list("pk", "owner_id"))


def _stages_of(ids: Sequence[int]) -> dict[int, int]:
    return dict(Deal.objects.filter(pk__in=ids).values_list("pk", "stage_id"))


def _standing(stage: Any) -> Stage:
    """Return a stage to which a change may be taken back. ValidationError where it was removed since."""
    found = Stage.objects.filter(pk=stage).first()
    if found is None:
        raise ValidationError({"stage": _("This stage is no more.")})
    return found


def _move(stages: Mapping[int, Any], by: Actor) -> None:
    deals.move_many([deals.Move(pk, stage) for pk, stage in stages.items()], by=by)


CHANGES = (
    sequence_change(KIND, _("Sequence")),
    owner_change(KIND, lambda owners, by: deals.reassign_many(owners, by=by), _owners, "reassign"),
    Change(
        "stage",
        _("Stage"),
        lambda text, by: one_of(Stage, text, by),
        _move,
        _stages_of,
        _standing,
        _stages,
        "choice",
    ),
)


def _amounts(rows: Rows) -> list[Money]:
    """Return the known amounts added up, a sum for each currency."""
    found = rows.order_by("currency").values("currency").annotate(total=Sum("amount"))
    return [Money(row["total"], row["currency"]) for row in found if row["total"] is not None]


register(
    ListKind(
        KIND,
        _("Deals"),
        (
            Native(
                "name",
                _("Deal"),
                Text(folded=True),
                "folded",
                value=lambda row: row.name,
                ref=lambda row: Ref(KIND, row.pk),
                sorts="folded",
            ),
            Native(
                "customer",
                _("Customer"),
                Text(folded=True),
                "customer__folded",
                value=lambda row: row.customer.name if row.customer else "",
                ref=lambda row: Ref(PARTY, row.customer_id) if row.customer_id else None,
                related=("customer",),
                sorts="customer",
                sorts_by=("folded",),
            ),
            Native(
                "stage",
                _("Stage"),
                Linked(offered=_stages),
                "stage",
                value=_where,
                mark=_mark,
                related=("stage", "closure"),
                sorts="stage",
                sorts_by=("pipeline__position", "position"),
            ),
            owner_column(KIND, sorts=True),
            Native(
                "amount",
                _("Amount"),
                Amount(),
                "amount",
                value=lambda row: row.money,
                mark=lambda row: "estimated" if row.estimated else "",
                sorts="amount",
            ),
            Native("opened", _("Created"), Moment(), "opened_at", value=lambda row: row.opened_at, sorts="opened_at"),
            Native(
                "touched",
                _("Last touch"),
                Moment(),
                "touched_at",
                value=lambda row: row.touched_at,
                sorts="touched_at",
            ),
            Native(
                "closed",
                pgettext_lazy("a deal, when", "Closed"),
                Moment(),
                "closed_at",
                value=lambda row: row.closed_at,
                usual=False,
                sorts="closed_at",
            ),
            Native(
                "product",
                _("Product"),
                Linked(offered=_products),
                "product",
                value=lambda row: row.product.name if row.product else "",
                related=("product",),
                usual=False,
                sorts="product",
                sorts_by=("folded",),
            ),
            Native(
                "outcome",
                _("Outcome"),
                Chosen(choices=dict(Outcome.choices)),
                "closure__outcome",
                value=lambda row: _closure(row, "outcome"),
                related=("closure",),
                usual=False,
            ),
            Native(
                "reason",
                _("Reason"),
                Text(),
                "closure__reason",
                value=lambda row: _closure(row, "reason"),
                related=("closure",),
                usual=False,
                indexed=False,
            ),
            Native("currency", _("Currency"), Text(), value=lambda row: row.currency, usual=False),
            Native(
                "probability",
                _("Probability, %"),
                Number(),
                "stage__probability",
                value=lambda row: row.stage.probability,
                related=("stage",),
                usual=False,
            ),
            Native(
                "team",
                _("Team"),
                Linked((IS, NOT), offered=teams_of_people(KIND)),
                ask=_team,
                value=lambda row: row.owner.team.name if row.owner.team else "",
                related=("owner__team",),
                usual=False,
            ),
            Native("state", _("State"), Chosen((IS, NOT), choices=STATES), ask=_state, hidden=True),
        ),
        sort="",
        bar=("owner", "team", "product"),
        tabs="state",
        tab="open",
        day=lambda tab: "closed" if tab in CLOSED else "opened",
        sums=_amounts,
        changes=CHANGES,
    )
)


def _open_deals(by: Actor, parties: Sequence[Any]) -> dict[int, tuple[int, list[Money]]]:
    """Return the number and the sums of the open deals of customers, in one query for all."""
    # such that SQLite, which keeps no statistics, goes by the customers and not through every open deal
    ended = Coalesce("closed_at", "closed_at")
    deals = visible_to(by, KIND).filter(customer__in=[party.pk for party in parties]).alias(ended=ended)
    deals = deals.filter(ended__isnull=True)
    totals = deals.order_by().values("customer", "currency").annotate(count=Count("pk"), total=Sum("amount"))
    found: dict[int, tuple[int, list[Money]]] = {}
    tells = "amount" not in hidden(by, KIND)
    for row in totals:
        count, sums = found.get(row["customer"], (0, []))
        more = [Money(row["total"], row["currency"])] if tells and row["total"] is not None else []
        found[row["customer"]] = (count + row["count"], sums + more)
    return found


extend(
    PARTY,
    Native("deals", _("Open deals"), Number(), value=lambda open_deals: open_deals[0], load=_open_deals),
    Native("deals_sum", _("In all"), Amount(), value=lambda open_deals: open_deals[1], load=_open_deals),
)
