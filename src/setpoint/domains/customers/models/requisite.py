"""Numbers under which the state and banks know a party."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from setpoint.domains.customers.models.detail import Dated, dates, one_primary


class Requisite(Dated):
    """One number; `sort` is a registered one (`inn`, `vat`). `value` as written, `normalised` without separators."""

    sort = models.CharField(_("sort"), max_length=20)
    value = models.CharField(pgettext_lazy("of a requisite", "number"), max_length=40)
    normalised = models.CharField(max_length=40, editable=False)

    class Meta:
        verbose_name = _("requisite")
        verbose_name_plural = _("requisites")
        ordering = ("sort", "pk")
        indexes = (models.Index(fields=("sort", "normalised"), name="requisite_number"),)
        constraints = (
            models.UniqueConstraint(
                fields=("party", "sort", "normalised"),
                name="requisite_once",
                violation_error_message=_("The card has this number already."),
            ),
            dates("requisite_dates"),
        )


class BankAccount(Dated):
    """One account: an IBAN, or a number in the bank of that BIK (Russia) or BIC; `correspondent` is the bank's own."""

    number = models.CharField(_("account or IBAN"), max_length=42)
    normalised = models.CharField(max_length=42, editable=False)
    bic = models.CharField(_("BIK or BIC"), max_length=11, blank=True)
    bank = models.CharField(_("bank"), max_length=200, blank=True)
    correspondent = models.CharField(_("correspondent account"), max_length=20, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    is_primary = models.BooleanField(_("comes first"), default=False)

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        ordering = ("-is_primary", "pk")
        indexes = (models.Index(fields=("normalised",), name="bank_account_number"),)
        constraints = (one_primary("bank_account_primary"), dates("bank_account_dates"))
