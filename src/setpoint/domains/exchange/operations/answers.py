"""Answers kept under the keys that programs choose, so that a repeat changes nothing."""

from datetime import timedelta

from django.utils.translation import gettext as _

from setpoint.domains.exchange.limits import ANSWERS_KEPT
from setpoint.domains.exchange.models import RememberedAnswer
from setpoint.journal.forgetting import register_shredder
from setpoint.kernel.clock import machine_now
from setpoint.kernel.limits.reading import most_of


class OtherRequestError(Exception):
    """The key was used for another request."""

    def __str__(self) -> str:
        """Say the way out."""
        return _("This idempotency key was used for another request. Choose a new one.")


def remembered(user: int, key: str, digest: str) -> RememberedAnswer | None:
    """Return what was answered under the key, None where nothing was. OtherRequestError for another request."""
    found = RememberedAnswer.objects.filter(user=user, key=key).first()
    if found is not None and found.digest != digest:
        raise OtherRequestError
    return found


def remember(user: int, key: str, digest: str, *, status: int, body: bytes, headers: dict[str, str]) -> None:
    """Keep an answer, in the transaction of what it tells. IntegrityError where somebody else was quicker."""
    RememberedAnswer.objects.create(
        user_id=user, key=key, digest=digest, status=status, body=body, headers=headers, at=machine_now()
    )


def forget_old() -> int:
    """Delete what is older than answers are kept; return how many."""
    return RememberedAnswer.objects.filter(at__lt=machine_now() - timedelta(hours=most_of(ANSWERS_KEPT))).delete()[0]


@register_shredder("exchange_rememberedanswer")
def shred(person: int) -> None:
    """Take the words out of all answers: that they were given is enough for a repeat to change nothing."""
    del person
    RememberedAnswer.objects.exclude(body=b"{}").update(body=b"{}")
