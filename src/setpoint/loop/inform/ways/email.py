"""By e-mail: a letter into the outbox, under a Message-ID made of the identity of the delivery."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from setpoint.kernel.models import Company, User
from setpoint.loop.inform.models.wish import When
from setpoint.loop.inform.operations import mails
from setpoint.loop.inform.ways import HopelessError, Message, Way, register_way


def targets(user: int) -> Sequence[str]:
    """Return the address of a person who has come in; a stranger gets invitations only."""
    found = User.objects.filter(pk=user, is_active=True).first()
    return (found.email,) if found is not None and found.has_usable_password() else ()


def send(message: Message, target: str) -> None:
    """Post the letter; the same identity is the same letter."""
    user = User.objects.filter(pk=message.user, email=target).first()
    if user is None:
        raise HopelessError("the address has changed")
    context = {"company": Company.objects.get(), "person": user, "message": message}
    mails.post(
        user,
        subject=message.title,
        text=render_to_string("loop/inform/notice.txt", context),
        html=render_to_string("loop/inform/notice.html", context),
        identity=message.identity,
    )


register_way(
    Way(
        key="email",
        label=_("E-mail"),
        whens=(When.NOW, When.DIGEST, When.NEVER),
        usual=When.DIGEST,
        position=2,
        targets=targets,
        send=send,
    )
)
