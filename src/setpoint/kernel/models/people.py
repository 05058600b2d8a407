"""Users, teams as a tree with heads, roles and what a role grants."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Team(models.Model):
    """A team; its head answers for it and for every team below."""

    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    head = models.ForeignKey("kernel.User", models.SET_NULL, null=True, blank=True, related_name="heads")
    region = models.CharField(_("region"), max_length=120, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("parent", "name"), name="team_name_unique"),)

    def __str__(self) -> str:
        """Return the team's name."""
        return self.name


class Role(models.Model):
    """A named set of rights."""

    key = models.SlugField(_("key"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    # whoever has the role does nothing before he has set one up
    second_factor_required = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Return the role's name."""
        return self.name


class Scope(models.TextChoices):
    """How far a right reaches. Each but the last widens what is one's own; those of several rights unite."""

    OWN = "own", _("own records")
    TEAM = "team", _("own team")
    BELOW = "below", _("own team and teams below those headed")
    TERRITORY = "territory", _("own territory and those below")
    ALL = "all", _("all records")


class Grant(models.Model):
    """A right: to do `action` on records of `kind` within `scope`, where every one of `conditions` holds.

    A condition is [field, operator, value]; those of several grants of the same action unite.
    """

    role = models.ForeignKey(Role, models.CASCADE, related_name="grants")
    kind = models.CharField(_("kind of record"), max_length=60)
    action = models.CharField(_("action"), max_length=30)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope.choices)
    conditions = models.JSONField(default=list, blank=True)

    class Meta:
        indexes = (models.Index(fields=("role", "kind", "action"), name="grant_of_role"),)

    def __str__(self) -> str:
        """Return the right in short."""
        return f"{self.kind}:{self.action}:{self.scope}"


class UserManager(BaseUserManager["User"]):
    """Finds people by their e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user who signs in as `username`."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """A person who works here. One without a usable password cannot sign in (imported, not yet invited)."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="members")
    role = models.ForeignKey(Role, models.PROTECT, null=True, blank=True, related_name="users")
    further_roles = models.ManyToManyField(Role, blank=True, related_name="also_held_by")
    territories = models.ManyToManyField("kernel.Territory", blank=True, related_name="people")
    # somebody from outside: his rights end with this day of company time
    access_until = models.DateField(_("access until"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    theme = models.CharField(_("theme"), max_length=8, default="auto")
    is_active = models.BooleanField(_("active"), default=True)
    # a simulated person is worked by simulation/ in the demo; never true elsewhere
    is_simulated = models.BooleanField(default=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(email=Lower("email")), name="email_lower"),)

    def __str__(self) -> str:
        """Return the person's name."""
        return self.name
