"""Who gets which lead: rules in order, the people of each rule with their weights, what people can do."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Method(models.TextChoices):
    """How a rule chooses among its people."""

    ROUND_ROBIN = "round_robin", _("one after the other")
    WEIGHTS = "weights", _("by weights")
    LOAD = "load", _("who has least open leads")
    POOL = "pool", _("whoever takes it first")


class RoutingRule(models.Model):
    """The first enabled rule whose conditions all hold of a lead, and that finds somebody, decides.

    A condition is [field, operator, value], as rights know them. `needs_skill`: only who knows the product or the
    language; `in_territory`: only who belongs to the lead's territory; `most_open`: nobody with so many open leads.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    conditions = models.JSONField(default=list, blank=True)
    method = models.CharField(_("method"), max_length=12, choices=Method.choices, default=Method.ROUND_ROBIN)
    needs_skill = models.BooleanField(_("only who has the skill"), default=False)
    in_territory = models.BooleanField(_("only people of the territory"), default=False)
    most_open = models.PositiveIntegerField(_("at most open leads each"), null=True, blank=True)
    enabled = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class RoutingSeat(models.Model):
    """Somebody among whom a rule chooses. `credit` is how far his turn has come, `served_at` when he got one last."""

    rule = models.ForeignKey(RoutingRule, models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="routing_seats")
    weight = models.FloatField(_("weight"), default=1.0, validators=[MinValueValidator(0.0)])
    credit = models.FloatField(default=0.0)
    served_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("rule", "pk")
        constraints = (
            models.UniqueConstraint(fields=("rule", "user"), name="routing_seat_once"),
            models.CheckConstraint(condition=models.Q(weight__gte=0), name="routing_weight_not_negative"),
        )

    def __str__(self) -> str:
        """Return who at which rule."""
        return f"{self.rule_id}: {self.user_id}"


class Skill(models.Model):
    """What somebody can sell: a product, or in a language."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="skills")
    product = models.ForeignKey("catalog.Product", models.CASCADE, null=True, blank=True, related_name="+")
    language = models.CharField(_("language"), max_length=8, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "product", "language"), name="skill_once"),
            models.CheckConstraint(
                condition=models.Q(product__isnull=False) | ~models.Q(language=""), name="skill_says_something"
            ),
        )

    def __str__(self) -> str:
        """Return who and what."""
        return f"{self.user_id}: {self.product_id or self.language}"
