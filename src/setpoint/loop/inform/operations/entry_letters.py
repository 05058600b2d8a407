"""Letters that open the door: an invitation, a new password. The key and the letter are made in one transaction."""

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from setpoint.kernel import letters, passwords
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.models import Company, User
from setpoint.loop.inform.address import site
from setpoint.loop.inform.operations import mails

MOST_AN_HOUR = 3


@transaction.atomic
def invite(user: User, *, by: Actor) -> str:
    """Send somebody of the staff who cannot sign in yet a link to his first password; see `letters.invite`.

    Return the link: where no mail server is set, the one who invites hands it over himself.
    """
    return _send(user, letters.invite(user, by=by), "invitation", by.label)


@transaction.atomic
def send_new_password(email: str, *, by: Actor = SYSTEM) -> None:
    """Send a link to a new password, where somebody signs in by password under this address; three an hour at most."""
    user = User.objects.filter(email=email.lower(), is_active=True).first()
    if user is not None and passwords.has_one(user) and letters.asked_lately(user) < MOST_AN_HOUR:
        _send(user, letters.forgotten(user, by=by), "password", "")


def _send(user: User, key: str, purpose: str, sender: str) -> str:
    company, link = Company.objects.get(), f"{site()}/entry/{key}"
    with override(user.language):
        subjects = {
            "invitation": _("{company}: you are invited to Setpoint"),
            "password": _("{company}: a new password"),
        }
        context = {
            "company": company,
            "person": user,
            "sender": sender,
            "purpose": purpose,
            "link": link,
        }
        mails.post(
            user,
            subject=subjects[purpose].format(company=company.name),
            text=render_to_string("loop/inform/entry.txt", context),
            html=render_to_string("loop/inform/entry.html", context),
            secret=True,
        )
    return link
