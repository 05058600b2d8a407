"""Addresses of everything that answers over HTTP."""

from django.urls import URLPattern, URLResolver, include, path

from setpoint.api.reference.views import part, reference

handler403 = "setpoint.web.errors.views.forbidden"
handler404 = "setpoint.web.errors.views.missing"
handler500 = "setpoint.web.errors.views.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("setpoint.api.urls")),
    path("reference", reference, name="reference"),
    path("reference/<slug:tag>", part, name="reference_part"),
    path("", include("setpoint.integrations.carddav.urls")),
    path("", include("setpoint.web.urls")),
]
