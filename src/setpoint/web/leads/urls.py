"""Addresses of leads and of how the company works with them."""

from django.urls import path

from setpoint.web.inquiry.views import inquiry_form
from setpoint.web.lead import actions
from setpoint.web.lead.views import lead, lead_timeline
from setpoint.web.lead_settings import routing
from setpoint.web.lead_settings import views as lead_settings
from setpoint.web.leads import views as leads
from setpoint.web.leads.new import new_lead
from setpoint.web.pipeline_settings import views as pipelines
from setpoint.web.pipeline_settings.rates import exchange_rates
from setpoint.web.recuts import views as recuts

urlpatterns = [
    path("inquiries/<slug:key>", inquiry_form, name="inquiry_form"),
    path("leads", leads.leads, name="leads"),
    path("leads/board", leads.lead_board, name="lead_board"),
    path("leads/columns/<int:state_id>", leads.lead_column, name="lead_column"),
    path("leads/new", new_lead, name="new_lead"),
    path("leads/<int:lead_id>", lead, name="lead"),
    path("leads/<int:lead_id>/timeline", lead_timeline, name="lead_timeline"),
    path("leads/<int:lead_id>/ending", actions.lead_ending, name="lead_ending"),
    path("leads/<int:lead_id>/touches", actions.lead_touches, name="lead_touches"),
    path("leads/<int:lead_id>/states", actions.lead_states, name="lead_states"),
    path("leads/<int:lead_id>/owner", actions.lead_owner, name="lead_owner"),
    path("leads/<int:lead_id>/handover", actions.lead_handover, name="lead_handover"),
    path("leads/<int:lead_id>/nurture", actions.lead_nurture, name="lead_nurture"),
    path("settings/leads", lead_settings.lead_settings, name="lead_settings"),
    path("settings/leads/states", lead_settings.states, name="lead_state_settings"),
    path("settings/leads/sources", lead_settings.sources, name="lead_source_settings"),
    path("settings/pipelines", pipelines.pipeline_settings, name="pipeline_settings"),
    path("settings/pipelines/<int:pipeline_id>", pipelines.edit_pipeline, name="edit_pipeline"),
    path("settings/pipelines/gates/<int:stage_id>", pipelines.stage_gates, name="stage_gates"),
    path("settings/territories/rules", recuts.territory_rules, name="territory_rules"),
    path("settings/territories/cuttings", recuts.new_recut, name="new_recut"),
    path("settings/territories/cuttings/<int:recut_id>", recuts.recut, name="recut"),
    path("settings/rates", exchange_rates, name="exchange_rates"),
    path("settings/routing", routing.rules, name="routing"),
    path("settings/routing/new", routing.rule, name="new_routing_rule"),
    path("settings/routing/order", routing.order, name="routing_order"),
    path("settings/routing/<int:rule_id>", routing.rule, name="routing_rule"),
]
