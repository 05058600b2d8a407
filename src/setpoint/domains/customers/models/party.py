"""A party: a person, an organisation or a household the company has relations with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartyKind(models.TextChoices):
    """What a party is."""

    PERSON = "person", _("person")
    ORGANISATION = "organisation", _("organisation")
    HOUSEHOLD = "household", _("household")


# those of which what is known is known of people: it can be forgotten
PERSONAL = (PartyKind.PERSON, PartyKind.HOUSEHOLD)


class Importance(models.TextChoices):
    """How much a party matters."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"


class Party(models.Model):
    """`folded` is the name as it is searched; `external_id` is the key in the system the party came from.

    `email`, `phone` and `employer` are the first of several, kept by the operations on those: lists are ordered by
    them. `importance` is kept by a job, `stage` is the stage of life that holds now.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=PartyKind.choices)
    name = models.CharField(_("name"), max_length=200)
    folded = models.CharField(max_length=200, editable=False)
    family_name = models.CharField(_("family name"), max_length=100, blank=True, default="")
    given_name = models.CharField(_("given name"), max_length=100, blank=True, default="")
    patronymic = models.CharField(_("patronymic or middle names"), max_length=100, blank=True, default="")
    salutation = models.CharField(_("salutation"), max_length=100, blank=True, default="")
    employer = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="people")
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    sector = models.CharField(_("sector"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=80, blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    founded = models.PositiveSmallIntegerField(_("founded"), null=True, blank=True)
    territory = models.ForeignKey(
        "kernel.Territory",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("territory"),
    )
    importance = models.CharField(_("importance"), max_length=1, choices=Importance.choices, blank=True, default="")
    stage = models.ForeignKey(
        "customers.LifeStage",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("stage of the life cycle"),
    )
    external_id = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        # each is an order in which lists are walked, and answers a condition
        indexes = (
            models.Index(fields=("folded", "id"), name="party_by_name"),
            models.Index(fields=("kind", "id"), name="party_by_kind"),
            # a territory by name, as who reaches it alone lists it
            models.Index(fields=("territory", "folded", "id"), name="party_of_territory"),
            models.Index(fields=("territory", "id"), name="party_by_territory"),
            models.Index(fields=("sector", "id"), name="party_by_sector"),
            models.Index(fields=("country", "id"), name="party_by_country"),
            models.Index(fields=("email", "id"), name="party_by_email"),
            models.Index(fields=("employees", "id"), name="party_by_employees"),
            models.Index(fields=("importance", "id"), name="party_by_importance"),
            models.Index(fields=("stage", "id"), name="party_by_stage"),
            models.Index(fields=("created_at", "id"), name="party_by_age"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("external_id",), name="party_external", condition=~models.Q(external_id="")
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="party_named"),
        )

    def __str__(self) -> str:
        """Return the party's name."""
        return self.name

    @property
    def is_personal(self) -> bool:
        """Whether what is known of it is known of people."""
        return self.kind in PERSONAL
