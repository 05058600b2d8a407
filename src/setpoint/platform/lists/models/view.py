"""A saved view of a list, and what each person has chosen for himself."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.kernel.models import Team


class Shared(models.TextChoices):
    """With whom a view is shared."""

    NOBODY = "nobody", pgettext_lazy("view", "only me")
    TEAM = "team", pgettext_lazy("view", "my team")
    EVERYBODY = "everybody", pgettext_lazy("view", "everybody")


class SavedView(models.Model):
    """`asked` is what stands in the address: filter, search, tab, order; `columns` the keys of what is shown."""

    kind = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=80)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    shared = models.CharField(_("shared with"), max_length=9, choices=Shared.choices, default=Shared.NOBODY)
    # that of the owner when he shared it
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")
    asked = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=("kind", "owner", "name"), name="view_name"),)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class ListChoice(models.Model):
    """Which columns a person sees in a view (`view` None = the list itself), and with which view his list opens."""

    kind = models.CharField(max_length=60)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    view = models.ForeignKey(SavedView, models.CASCADE, null=True, blank=True, related_name="+")
    # None: those that are usual, or those of the view
    columns = models.JSONField(null=True)
    opens = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "kind", "view"), name="choice_of_view"),
            models.UniqueConstraint(
                fields=("person", "kind"), name="choice_of_list", condition=models.Q(view__isnull=True)
            ),
            models.UniqueConstraint(fields=("person", "kind"), name="list_opens", condition=models.Q(opens=True)),
        )

    def __str__(self) -> str:
        """Name the list."""
        return self.kind
