"""Letting somebody in who has proved who he is in another way than by the form."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse

from setpoint.kernel.models import User


def enter(request: HttpRequest, user: User, *, way: str, to: str) -> HttpResponse:
    """Ask for the second factor where the person has one, open the session, go to the address `to`.

    `way` is a key of `sign_ins.WAYS`.
    """
    record_authentication(request, user, way)
    response: HttpResponse = perform_login(request, user, redirect_url=to)
    return response
