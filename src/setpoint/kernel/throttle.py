"""How often somebody may fail to sign in: by address of mail and by address of machine, on machine time."""

from datetime import timedelta

from django.db.models import Count, Q

from setpoint.kernel.clock import machine_now
from setpoint.kernel.models import SignInAttempt

WINDOW = timedelta(minutes=15)
PER_EMAIL = 5
PER_ADDRESS = 30


def must_wait(email: str, address: str) -> bool:
    """Whether there were too many failures within the window to let another attempt through."""
    recent = SignInAttempt.objects.filter(at__gte=machine_now() - WINDOW).aggregate(
        email=Count("pk", filter=Q(email=email)), address=Count("pk", filter=Q(address=address))
    )
    return bool(recent["email"] >= PER_EMAIL or recent["address"] >= PER_ADDRESS)


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
