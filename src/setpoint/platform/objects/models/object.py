"""A kind of record that an administrator has created, and its records."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from setpoint.platform.fields.models.field import in_language

PREFIX = "objects."


class ObjectKind(models.Model):
    """`names` and `plurals`: language -> one machine, machines. What records say further stands in their fields."""

    key = models.CharField(
        _("key"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z][a-z0-9_]{0,39}\Z", _("A key has small Latin letters, digits and _, a letter first.")
            )
        ],
    )
    names = models.JSONField()
    plurals = models.JSONField()
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        """Return what many of them are called."""
        return in_language(self.plurals)

    @property
    def one(self) -> str:
        """What one of them is called."""
        return in_language(self.names)

    @property
    def kind(self) -> str:
        """The name of the kind in rights, fields, facts and links."""
        return f"{PREFIX}{self.key}"


class ObjectRecord(models.Model):
    """A record; `folded` is its name as it is searched, `external_id` its key in the system it came from."""

    kind = models.ForeignKey(ObjectKind, models.PROTECT, related_name="records")
    name = models.CharField(_("name"), max_length=200)
    folded = models.CharField(max_length=200, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    external_id = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=("kind", "folded", "id"), name="object_name"),
            models.Index(fields=("kind", "owner"), name="object_owner"),
            models.Index(fields=("kind", "created_at", "id"), name="object_age"),
        )
        constraints = (
            models.CheckConstraint(condition=~models.Q(name=""), name="object_named"),
            models.UniqueConstraint(
                fields=("kind", "external_id"), name="object_external", condition=~models.Q(external_id="")
            ),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name
