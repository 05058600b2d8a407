"""Who one is to the API."""

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from setpoint.api.endpoints.collection import REFUSALS, json
from setpoint.api.signing_in import actor, person
from setpoint.kernel.models import User

router = Router(tags=["me"])


class MeOut(Schema):
    """The person for whom the token acts, and what it is limited to."""

    id: int
    name: str
    email: str
    language: str
    scopes: list[str]


@router.get("", response={200: MeOut} | REFUSALS, operation_id="me", summary="Who am I")
def me(request: HttpRequest) -> HttpResponse:
    """The person for whom the token acts."""
    by = actor(request)
    user = User.objects.get(pk=person(by))
    return json(
        {
            "id": user.pk,
            "name": user.name,
            "email": user.email,
            "language": user.language,
            "scopes": sorted(by.scopes or ()),
        }
    )
