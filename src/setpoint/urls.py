"""Addresses of everything that answers over HTTP."""

from django.urls import URLPattern, URLResolver, include, path

handler403 = "setpoint.web.errors.views.forbidden"
handler404 = "setpoint.web.errors.views.missing"
handler500 = "setpoint.web.errors.views.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("setpoint.api.urls")),
    path("", include("setpoint.integrations.carddav.urls")),
    path("", include("setpoint.web.urls")),
]
