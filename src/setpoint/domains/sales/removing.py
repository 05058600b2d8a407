"""Removing a stage: the deals that stand in it go to another one of the pipeline; those that ended keep its name."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from setpoint.domains.sales.models import Deal, Stage
from setpoint.domains.sales.operations import deals, pipelines
from setpoint.kernel.actors import Actor
from setpoint.kernel.clock import company_now
from setpoint.kernel.permissions import require
from setpoint.platform.removing.registry import Removable, register


@register
class OfStage(Removable):
    """Stages of pipelines."""

    what = "stage"

    def require(self, by: Actor) -> None:
        require(by, pipelines.KIND, "change")

    def name(self, thing: int) -> str:
        stage = Stage.objects.select_related("pipeline").filter(pk=thing).first()
        if stage is None:
            raise LookupError(f"stage {thing}")
        return f"{stage.pipeline.name}: {stage.name}"

    def count(self, thing: int) -> int:
        return _standing_in(thing).count()

    def targets(self, thing: int) -> list[tuple[int, str]]:
        pipeline = Stage.every.get(pk=thing).pipeline_id
        others = Stage.objects.filter(pipeline=pipeline).exclude(pk=thing)
        return list(others.values_list("pk", "name"))

    def may_hide(self, thing: int) -> bool:
        # a deal in a stage that no board shows is forgotten
        del thing
        return False

    def take_away(self, thing: int, *, by: Actor) -> None:
        del by
        if not self.targets(thing):
            raise ValidationError(_("A pipeline has one stage at least."))
        Stage.every.filter(pk=thing).update(removed_at=company_now())

    def bring_back(self, thing: int, *, by: Actor) -> None:
        del by
        stage = Stage.every.get(pk=thing)
        others = Stage.objects.filter(pipeline=stage.pipeline_id)
        if others.filter(name=stage.name).exists():
            raise ValidationError(_("Its name “%(name)s” is taken by another stage now.") % {"name": stage.name})
        if others.filter(position=stage.position).exists():
            stage.position = (others.aggregate(last=Max("position"))["last"] or 0) + 1
        stage.removed_at = None
        stage.save(update_fields=["position", "removed_at"])

    def records(self, thing: int, after: int, limit: int) -> Sequence[int]:
        return list(_standing_in(thing).filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit])

    def move(self, thing: int, goes_to: int, records: Sequence[int], *, by: Actor) -> Sequence[int]:
        return deals.shift(records, old=thing, new=goes_to, by=by)

    def move_back(self, thing: int, goes_to: int, records: Sequence[int], *, by: Actor) -> None:
        deals.shift(records, old=goes_to, new=thing, by=by)


def _standing_in(stage: int) -> QuerySet[Deal]:
    return Deal.objects.open().filter(stage=stage)
