"""Addresses of activities and of the calendar."""

from django.urls import path

from setpoint.web.activities.views import activities, new_activity
from setpoint.web.activity import actions
from setpoint.web.activity.views import activity, activity_timeline
from setpoint.web.calendar.views import calendar
from setpoint.web.calendar_settings import views as calendar_settings
from setpoint.web.channel_settings.views import channel_rules
from setpoint.web.invitation.views import calendar_feed, invitation
from setpoint.web.sequences import views as sequences

urlpatterns = [
    path("activities", activities, name="activities"),
    path("activities/new", new_activity, name="new_activity"),
    path("activities/<int:activity_id>", activity, name="activity"),
    path("activities/<int:activity_id>/timeline", activity_timeline, name="activity_timeline"),
    path("activities/<int:activity_id>/ending", actions.activity_ending, name="activity_ending"),
    path("activities/<int:activity_id>/due", actions.activity_due, name="activity_due"),
    path("calendar", calendar, name="calendar"),
    path("calendar/feed/<str:key>.ics", calendar_feed, name="calendar_feed"),
    path("sequences", sequences.sequences, name="sequences"),
    path("sequences/new", sequences.sequence, name="new_sequence"),
    path("sequences/<int:sequence_id>", sequences.sequence, name="sequence"),
    path("sequences/enrolments", sequences.enrolments, name="enrolments"),
    path("sequences/enrolments/<int:enrolment_id>", sequences.enrolment, name="enrolment"),
    path("invitations/<str:key>", invitation, name="invitation"),
    path("settings/channels", channel_rules, name="channel_rules"),
    path("settings/calendar", calendar_settings.calendar_settings, name="calendar_settings"),
    path("settings/calendar/feed", calendar_settings.feed, name="calendar_feed_settings"),
    path("settings/calendar/account", calendar_settings.account, name="calendar_account"),
    path("settings/calendar/replies", calendar_settings.replies, name="calendar_replies"),
]
