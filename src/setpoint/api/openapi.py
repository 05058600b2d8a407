"""The schema as programs read it: refusals are problem+json, and say so."""

from typing import Any

from ninja import NinjaAPI

from setpoint.api.deprecating import mark

PREFIX = "/api/v1/"
REFUSED = 400


def openapi(api: NinjaAPI) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the API."""
    told: dict[str, Any] = api.get_openapi_schema(path_prefix=PREFIX)
    for path in told["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                content = answer.get("content", {})
                if int(status) >= REFUSED and "application/json" in content:
                    answer["content"] = {"application/problem+json": content["application/json"]}
    mark(told)
    return told
