"""What changes how somebody signs in asks him first whether it is he."""

from collections.abc import Callable
from typing import TypeVar, cast

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse

View = TypeVar("View", bound=Callable[..., HttpResponse])


def confirmed(view: View) -> View:
    """Decorate a view that only who has proved within the last minutes who he is may see."""
    return cast("View", reauthentication_required(app="allauth.mfa")(view))
