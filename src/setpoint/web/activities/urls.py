"""Addresses of activities and of the calendar."""

from django.urls import path

from setpoint.web.activities.views import activities, new_activity
from setpoint.web.activity import actions
from setpoint.web.activity.views import activity, activity_timeline
from setpoint.web.calendar.views import calendar

urlpatterns = [
    path("activities", activities, name="activities"),
    path("activities/new", new_activity, name="new_activity"),
    path("activities/<int:activity_id>", activity, name="activity"),
    path("activities/<int:activity_id>/timeline", activity_timeline, name="activity_timeline"),
    path("activities/<int:activity_id>/ending", actions.activity_ending, name="activity_ending"),
    path("activities/<int:activity_id>/due", actions.activity_due, name="activity_due"),
    path("calendar", calendar, name="calendar"),
]
