"""Addresses of the service."""

from django.urls import path

from setpoint.integrations.carddav import views

app_name = "carddav"
urlpatterns = [
    path("dav/", views.root, name="root"),
    path("dav/<int:person_id>/", views.person, name="person"),
    path("dav/<int:person_id>/contacts/", views.contacts, name="book"),
    path("dav/<int:person_id>/contacts/<str:name>", views.one, name="card"),
    path(".well-known/carddav", views.discovery, name="discovery"),
]
