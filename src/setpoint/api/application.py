"""The API put together: version 1, its endpoints, its errors."""

from ninja import NinjaAPI

from setpoint import __version__
from setpoint.api.bodies import Bodies
from setpoint.api.endpoints import deals, facts, loop, me, records, rows, verbs
from setpoint.api.endpoints.collection import endpoints
from setpoint.api.problems import handle_problems
from setpoint.api.resources import discover
from setpoint.api.resources.base import RESOURCES
from setpoint.api.rows import discover as discover_rows
from setpoint.api.signing_in import Token
from setpoint.api.verbs import discover as discover_verbs


def make() -> NinjaAPI:
    """Return the API with every resource found."""
    discover()
    discover_verbs()
    discover_rows()
    api = NinjaAPI(
        title="Setpoint",
        version=__version__,
        description="Everything that pages do, by the same operations and the same rights.",
        auth=Token(),
        docs_url=None,
        parser=Bodies(),
        urls_namespace="api",
        # served behind our door
        openapi_url=None,
    )
    handle_problems(api)
    for resource in RESOURCES.values():
        api.add_router(f"/{resource.name}", endpoints(resource))
    api.add_router("/deals", deals.router)
    api.add_router("/records", records.router)
    api.add_router("/me", me.router)
    api.add_router("", facts.router)
    api.add_router("", loop.router)
    api.add_router("", rows.router())
    for router in verbs.routers():
        api.add_router("", router)
    return api
