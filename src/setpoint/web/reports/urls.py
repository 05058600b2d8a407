"""Addresses of reports."""

from django.urls import path

from setpoint.web.reports import building, costs, dashboards, files, letters, records, views

urlpatterns = [
    path("reports", views.reports, name="reports"),
    path("reports/build", building.build, name="report_building"),
    path("reports/build/records", building.build_records, name="report_building_records"),
    path("reports/build/file.<slug:ending>", building.build_file, name="report_building_file"),
    path("reports/saved/<int:report_id>", building.saved, name="saved_report"),
    path("reports/costs", costs.costs, name="role_costs"),
    path("reports/dashboards/new", dashboards.new_dashboard, name="new_dashboard"),
    path("reports/dashboards/<int:dashboard_id>", dashboards.dashboard, name="dashboard"),
    path("reports/dashboards/<int:dashboard_id>/edit", dashboards.edit_dashboard, name="edit_dashboard"),
    path("reports/letters", letters.letters, name="report_letters"),
    path("reports/letters/<int:letter_id>", letters.letter, name="report_letter"),
    path("reports/<slug:key>", views.report, name="report"),
    path("reports/<slug:key>/records", records.report_records, name="report_records"),
    path("reports/<slug:key>/file.<slug:ending>", files.report_file, name="report_file"),
]
