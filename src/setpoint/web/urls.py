"""Addresses of the staff pages: a screen a line."""

from django.urls import path

from setpoint.web.first_run import views as first_run
from setpoint.web.search.views import search
from setpoint.web.settings import views as settings
from setpoint.web.shell.home import home
from setpoint.web.shell.language import language, theme
from setpoint.web.sign_in import views as sign_in

urlpatterns = [
    path("", home, name="home"),
    path("start", first_run.first_run, name="first_run"),
    path("welcome", first_run.welcome, name="welcome"),
    path("sign-in", sign_in.sign_in, name="sign_in"),
    path("sign-in/<int:user_id>", sign_in.sign_in_as, name="sign_in_as"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
    path("language", language, name="language"),
    path("theme", theme, name="theme"),
    path("search", search, name="search"),
    path("settings", settings.settings, name="settings"),
    path("settings/password", settings.password, name="password"),
    path("settings/company", settings.company, name="company"),
]
