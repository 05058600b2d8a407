"""A goal: the target of one parameter for one scope, in one version of a plan."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from setpoint.loop.plan.models.plan import PlanVersion


class Goal(models.Model):
    """A node of the plan tree. `target` in the parameter's smallest unit.

    `mean` and `sd` are the forecast on which the quota of equal difficulty was built, None where the target
    was set by hand. The scope is ("company", 1), ("team", Team id), ("owner", User id), ...
    """

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="goals")
    parameter = models.CharField(_("parameter"), max_length=60)
    scope_kind = models.CharField(max_length=20)
    scope_id = models.BigIntegerField()
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    target = models.BigIntegerField(_("target"))
    mean = models.FloatField(null=True)
    sd = models.FloatField(null=True)
    by_hand = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("version", "parameter", "scope_kind", "scope_id"), name="goal_once"),
            models.CheckConstraint(condition=models.Q(target__gte=0), name="goal_not_negative"),
        )

    def __str__(self) -> str:
        """Return parameter and scope."""
        return f"{self.parameter} {self.scope_kind}:{self.scope_id}"
