"""How often somebody may fail to sign in: by address of mail and by address of machine, on machine time."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.clock import machine_now
from setpoint.kernel.limits.declared import declare
from setpoint.kernel.limits.reading import all_now
from setpoint.kernel.models import SignInAttempt

WINDOW = timedelta(minutes=15)
SECONDS = int(WINDOW.total_seconds())
PER_EMAIL = declare(
    "sign_in.email", _("Failures to sign in as one person, a quarter of an hour"), most=5, seconds=SECONDS, largest=1000
)
PER_ADDRESS = declare(
    "sign_in.address", _("Failures to sign in from one machine, a quarter of an hour"), most=30, seconds=SECONDS
)


def must_wait(email: str, address: str) -> bool:
    """Whether there were too many failures within the window to let another attempt through."""
    recent = SignInAttempt.objects.filter(at__gte=machine_now() - WINDOW).aggregate(
        email=Count("pk", filter=Q(email=email)), address=Count("pk", filter=Q(address=address))
    )
    most = all_now()
    return bool(recent["email"] >= most[PER_EMAIL] or recent["address"] >= most[PER_ADDRESS])


def failed(email: str, address: str) -> None:
    """Count a failure, and drop those that no longer matter."""
    forget_old()
    SignInAttempt.objects.create(email=email[:254], address=address[:45], at=machine_now())


def succeeded(email: str) -> None:
    """Forget the failures of somebody who has signed in."""
    SignInAttempt.objects.filter(email=email).delete()


def forget_old() -> None:
    """Drop the failures that no longer matter."""
    SignInAttempt.objects.filter(at__lt=machine_now() - WINDOW).delete()
