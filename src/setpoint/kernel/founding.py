"""The beginning of an installation: its company and its first administrator."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from setpoint.kernel import facts
from setpoint.kernel.actors import SYSTEM
from setpoint.kernel.clock import company_now
from setpoint.kernel.facts import fact_type
from setpoint.kernel.models import Company, User
from setpoint.kernel.refs import COMPANY
from setpoint.kernel.roles import ensure_default_roles


@fact_type("kernel.company_founded", sentence=gettext_noop("{actor} set up the company {name}"))
@dataclass(frozen=True)
class CompanyFounded:
    """An installation got its company."""

    name: str
    currency: str
    time_zone: str


@transaction.atomic
def found_company(company: Company, administrator: User, *, password: str) -> User:
    """Save the company and its first administrator, signed in by `password`; return the administrator.

    ValidationError names the field that is wrong, or says that there is a company already.
    """
    if Company.objects.exists():
        raise ValidationError(_("This installation has a company already. Sign in."))
    company.pk = 1
    company.full_clean()
    company.save(force_insert=True)
    administrator.email = administrator.email.strip().lower()
    administrator.role = ensure_default_roles()["administrator"]
    administrator.language = company.language
    administrator.set_password(password)
    administrator.full_clean()
    administrator.save()
    facts.emit(
        facts.NewFact(
            CompanyFounded(company.name, company.currency, company.time_zone),
            about=COMPANY,
            by=SYSTEM,
            occurred_at=company_now(),
        )
    )
    return administrator
