"""The company's own settings."""

from typing import Any

from django.core.exceptions import ValidationError

from setpoint.kernel.actors import Actor
from setpoint.kernel.models import Company
from setpoint.platform.configuration.parts import AtError, Part, Strict, register

NAMES = ("name", "language", "time_zone", "currency", "country")


class CompanyGiven(Strict):
    """As in the settings of the company."""

    name: str
    language: str
    time_zone: str
    currency: str
    country: str


@register
class CompanyPart(Part):
    """Under `company`."""

    name = "company"
    order = 10
    schema = CompanyGiven

    def export(self) -> Any:
        company = Company.objects.first()
        return {name: getattr(company, name, "") for name in NAMES}

    def apply(self, wanted: CompanyGiven, *, by: Actor) -> None:
        del by
        company = Company.objects.get()
        for name in NAMES:
            setattr(company, name, getattr(wanted, name))
        try:
            company.full_clean()
        except ValidationError as refusal:
            name, messages = next(iter(refusal.message_dict.items()))
            raise AtError((name,), " ".join(messages)) from refusal
        company.save()
