"""`setpoint createadmin`: the first person who may do everything, or a new password for one who has lost his."""

import sys
from argparse import ArgumentParser, Namespace
from getpass import getpass
from gettext import gettext as _

from setpoint.commands.application import start_django
from setpoint.commands.refusal import Refusal


def describe() -> str:
    """Say what it does."""
    return _("create an administrator, or give one a new password")


def configure(parser: ArgumentParser) -> None:
    """Take address and name; the password comes from the terminal or from standard input."""
    parser.add_argument("email", metavar=_("E-MAIL"), help=_("address by which the administrator signs in"))
    parser.add_argument("--name", help=_("name as others see it (the address by default)"))


def run(arguments: Namespace) -> int:
    """Ask for the password, create or change."""
    start_django()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from setpoint.commands.preparing import prepare

    prepare(say=print)
    email = arguments.email.strip().lower()
    password = getpass(_("Password: ")) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        validate_email(email)
        validate_password(password)
    except ValidationError as error:
        raise Refusal("\n".join(error.messages)) from None
    print(_give_rights(email, arguments.name or email, password))
    return 0


def _give_rights(email: str, name: str, password: str) -> str:
    from django.db import transaction

    from setpoint.kernel import passwords
    from setpoint.kernel.actors import Actor
    from setpoint.kernel.models import User
    from setpoint.kernel.people import create_users
    from setpoint.kernel.roles import ensure_default_roles

    with transaction.atomic():
        role = ensure_default_roles()["administrator"]
        person = User.objects.filter(email=email).first()
        text = _("Created: %s") if person is None else _("Password changed: %s")
        by = Actor("system", None, "setpoint createadmin", "command")
        if person is None:
            (person,) = create_users([User(email=email, name=name, role=role)], by=by)
        person.role, person.is_active = role, True
        person.save(update_fields=["role", "is_active"])
        passwords.change(person, password, by=by)
    return text % email
