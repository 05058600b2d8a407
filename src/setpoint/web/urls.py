"""Addresses of the staff pages: a screen a line."""

from allauth.socialaccount.providers.openid_connect import views as openid
from django.urls import URLPattern, URLResolver, include, path

from setpoint.web.address_book import views as address_book
from setpoint.web.audit import views as audit
from setpoint.web.board import views as board
from setpoint.web.company_time import views as company_time
from setpoint.web.configuration import views as configuration
from setpoint.web.control_room import actions as decisions
from setpoint.web.control_room import views as control_room
from setpoint.web.control_rules.views import control_rules
from setpoint.web.correction.views import correction, numbers
from setpoint.web.customer import recording
from setpoint.web.customer import views as customer
from setpoint.web.customer.calls import calls
from setpoint.web.customer.rows import row, rows
from setpoint.web.customers import vcards
from setpoint.web.customers import views as customers
from setpoint.web.deal import actions
from setpoint.web.deal import views as deal
from setpoint.web.deal.parts import deal_part
from setpoint.web.deals import views as deals
from setpoint.web.deputies import views as deputies
from setpoint.web.deviations import views as deviations
from setpoint.web.duplicates import merging as duplicates_merging
from setpoint.web.duplicates import similar as duplicates_similar
from setpoint.web.duplicates import views as duplicates
from setpoint.web.entry import views as entry
from setpoint.web.field_settings import views as field_settings
from setpoint.web.fields import views as fields
from setpoint.web.first_run import views as first_run
from setpoint.web.goal.views import goal
from setpoint.web.imports import checking, listing, showing
from setpoint.web.job_settings import views as job_settings
from setpoint.web.kind_settings import views as kind_settings
from setpoint.web.levers import views as levers
from setpoint.web.limits.views import limits
from setpoint.web.lists import changing, exports
from setpoint.web.lists import views as lists
from setpoint.web.mailbox import views as mailbox
from setpoint.web.new_deal import views as new_deal
from setpoint.web.notice_settings import views as notice_settings
from setpoint.web.notices import views as notices
from setpoint.web.objects import views as objects
from setpoint.web.overview.views import overview
from setpoint.web.people import actions as people_actions
from setpoint.web.people.views import people
from setpoint.web.person import views as colleague
from setpoint.web.personal import company as personal_company
from setpoint.web.personal import person
from setpoint.web.plan import views as plan
from setpoint.web.products import views as products
from setpoint.web.removals import views as removals
from setpoint.web.roles import views as roles
from setpoint.web.scheduled_exports import views as scheduled_exports
from setpoint.web.search.views import search
from setpoint.web.security import accounts, devices, passkeys, passwords, second_factor, tokens
from setpoint.web.security.views import security
from setpoint.web.segments import views as segments
from setpoint.web.settings import views as settings
from setpoint.web.shell.home import home
from setpoint.web.shell.language import language, theme
from setpoint.web.sign_in import confirm, single_sign_on
from setpoint.web.sign_in import second_factor as second_step
from setpoint.web.sign_in import views as sign_in
from setpoint.web.signing_in import providers
from setpoint.web.signing_in import views as signing_in
from setpoint.web.takeout import views as takeout
from setpoint.web.today.views import today
from setpoint.web.trees import views as trees
from setpoint.web.view_as import views as view_as
from setpoint.web.webhooks.views import delivery, webhook, webhook_secret, webhook_voice, webhooks
from setpoint.web.why import views as why
from setpoint.web.working_time import views as working_time

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("start", first_run.first_run, name="first_run"),
    path("welcome", first_run.welcome, name="welcome"),
    path("sign-in", sign_in.SignIn.as_view(), name="account_login"),
    path("sign-in/forgotten", entry.forgotten, name="forgotten"),
    path("entry/<str:key>", entry.entry, name="entry"),
    path("sign-in/with", single_sign_on.cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/with/<slug:provider_id>", single_sign_on.begin, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/answer", openid.callback, name="openid_connect_callback"),
    path("sign-in/second-factor", second_step.SecondFactor.as_view(), name="mfa_authenticate"),
    path("sign-in/given-up", sign_in.give_up, name="sign_in_given_up"),
    path("sign-in/passkey", second_step.PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    path("sign-in/confirmation", confirm.ByPassword.as_view(), name="account_reauthenticate"),
    path("sign-in/confirmation/code", confirm.ByCode.as_view(), name="mfa_reauthenticate"),
    path("sign-in/confirmation/passkey", confirm.ByPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("sign-in/<int:user_id>", sign_in.sign_in_as, name="sign_in_as"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
    path("language", language, name="language"),
    path("theme", theme, name="theme"),
    path("today", today, name="today"),
    path("", include("setpoint.web.activities.urls")),
    path("", include("setpoint.web.leads.urls")),
    path("", include("setpoint.web.reports.urls")),
    path("deals", deals.deals, name="deals"),
    path("deals/board", board.board, name="board"),
    path("deals/board/<int:pipeline_id>", board.board, name="board_of"),
    path("deals/columns/<int:stage_id>", board.column, name="column"),
    path("deals/new", new_deal.new_deal, name="new_deal"),
    path("deals/new/customers", new_deal.customers_found, name="customers_found"),
    path("deals/<int:deal_id>", deal.deal, name="deal"),
    path("deals/<int:deal_id>/timeline", deal.deal_timeline, name="deal_timeline"),
    path("deals/<int:deal_id>/closure", actions.closure, name="deal_closure"),
    path("deals/<int:deal_id>/touches", actions.touches, name="deal_touches"),
    path("deals/<int:deal_id>/moves", actions.moves, name="deal_moves"),
    path("deals/<int:deal_id>/owner", actions.owner, name="deal_owner"),
    path("deals/<int:deal_id>/parts/<slug:part>", deal_part, name="deal_part"),
    path("deals/<int:deal_id>/amount", actions.amount, name="deal_amount"),
    path("lists/views/<int:view_id>", lists.view, name="list_view"),
    path("lists/changes/<int:edit_id>", changing.change_page, name="list_change"),
    path("lists/changes/<int:edit_id>/undoing", changing.undoing, name="list_change_undoing"),
    path("lists/<str:kind>/changes", changing.changes, name="list_changes"),
    path("lists/<str:kind>/changes/input", changing.change_input, name="list_change_input"),
    path("lists/files/<int:export_id>", exports.file_page, name="list_file"),
    path("lists/files/<int:export_id>/content", exports.file, name="list_file_content"),
    path("lists/<str:kind>/export.<slug:ending>", exports.export, name="list_export"),
    path("lists/<str:kind>/views", lists.views, name="list_views"),
    path("lists/<str:kind>/opening", lists.opening, name="list_opening"),
    path("lists/<str:kind>/columns", lists.columns, name="list_columns"),
    path("lists/<str:kind>/conditions", lists.condition, name="list_condition"),
    path("products", products.products, name="products"),
    path("products/new", products.new_product, name="new_product"),
    path("products/<int:product_id>", products.product, name="product"),
    path("products/<int:product_id>/timeline", products.product_timeline, name="product_timeline"),
    path("customers", customers.customers, name="customers"),
    path("customers.vcf", vcards.vcards, name="customers_vcards"),
    path("customers/new", customers.new_customer, name="new_customer"),
    path("customers/similar", duplicates_similar.similar, name="similar"),
    path("customers/duplicates", duplicates.page, name="duplicates"),
    path("customers/duplicates/decisions", duplicates.decisions, name="duplicates_decided"),
    path("customers/duplicates/threshold", duplicates.threshold, name="duplicates_threshold"),
    path("customers/segments", segments.page, name="segments"),
    path("customers/segments/new", segments.new, name="new_segment"),
    path("customers/segments/<int:segment_id>", segments.segment, name="segment"),
    path("customers/segments/<int:segment_id>/members/<int:party_id>", segments.member, name="segment_member"),
    path("customers/merges/undone", duplicates.merges_undone, name="merges_undone"),
    path("customers/<int:party_id>/merged", duplicates.merged_cards, name="merged_cards"),
    path("customers/<int:party_id>/merging/<int:other_id>", duplicates_merging.merging, name="merging"),
    path("customers/<int:party_id>", customer.customer, name="customer"),
    path("customers/<int:party_id>/card.vcf", vcards.vcard, name="customer_vcard"),
    path("customers/<int:party_id>/timeline", customer.customer_timeline, name="customer_timeline"),
    path("customers/<int:party_id>/personal", person.personal, name="personal"),
    path("customers/<int:party_id>/personal/archive", person.personal_archive, name="personal_archive"),
    path("customers/<int:party_id>/personal/erasure", person.personal_erasure, name="personal_erasure"),
    path("customers/<int:party_id>/consents/<int:purpose_id>", person.consents, name="consents"),
    path("customers/<int:party_id>/calls", calls, name="customer_calls"),
    path("customers/<int:party_id>/card", customer.edit_customer, name="edit_customer"),
    path("customers/<int:party_id>/contacts", recording.customer_contacts, name="customer_contacts"),
    path("customers/<int:party_id>/notes", recording.customer_notes, name="customer_notes"),
    path("customers/<int:party_id>/notes/<int:fact>", recording.customer_note, name="customer_note"),
    path("customers/<int:party_id>/decisions", recording.customer_decisions, name="customer_decisions"),
    path("customers/<int:party_id>/decisions/<int:decision>", recording.decision_done, name="decision_done"),
    path("customers/<int:party_id>/stage", recording.customer_stage, name="customer_stage"),
    path("customers/<int:party_id>/papers/<int:paper>", recording.customer_paper, name="customer_paper"),
    path("customers/<int:party_id>/rows/<str:sort>", rows, name="customer_rows"),
    path("customers/<int:party_id>/rows/<str:sort>/<int:row>", row, name="customer_row"),
    path("customers/found", new_deal.parties_found, name="parties_found"),
    path("time", company_time.company_time, name="company_time"),
    path("settings/levers", levers.levers, name="levers"),
    path("settings/levers/teams/<int:team_id>", levers.team_switch, name="team_switch"),
    path("settings/levers/<str:key>", levers.lever, name="lever"),
    path("time/slow-clock", company_time.slow_clock, name="slow_clock"),
    path("time/moving", company_time.moving, name="company_time_moving"),
    path("time/present", company_time.present, name="company_time_present"),
    path("exports", scheduled_exports.scheduled_exports, name="scheduled_exports"),
    path("exports/new", scheduled_exports.new_scheduled_export, name="new_scheduled_export"),
    path("exports/<int:schedule_id>", scheduled_exports.scheduled_export, name="scheduled_export"),
    path("takeout", takeout.takeout, name="takeout"),
    path("takeout/<int:takeout_id>", takeout.takeout_file, name="takeout_file"),
    path("imports", listing.imports, name="imports"),
    path("imports/new", listing.new_import, name="new_import"),
    path("imports/<int:import_id>", showing.show, name="import"),
    path("imports/<int:import_id>/check", checking.check, name="import_check"),
    path("imports/<int:import_id>/progress", showing.progress, name="import_progress"),
    path("imports/<int:import_id>/attempts", showing.attempts, name="import_attempts"),
    path("imports/<int:import_id>/stopping", showing.stopping, name="import_stopping"),
    path("imports/<int:import_id>/undoing", showing.undoing, name="import_undoing"),
    path("imports/<int:import_id>/refused/<int:file_id>", showing.refused, name="import_refused"),
    path("search", search, name="search"),
    path("plan", plan.plan, name="plan"),
    path("plan/new", plan.new_goal, name="new_goal"),
    path("goals/<int:goal_id>", goal, name="goal"),
    path("goals/<int:goal_id>/target", plan.target, name="goal_target"),
    path("control-room", control_room.control_room, name="control_room"),
    path("goals/<int:goal_id>/commitment", plan.commitment, name="goal_commitment"),
    path("overview", overview, name="overview"),
    path("notices", notices.notices, name="notices"),
    path("notices/bell", notices.bell, name="bell"),
    path("notices/<int:notice_id>", notices.notice, name="notice"),
    path("push-worker.js", notice_settings.push_worker, name="push_worker"),
    path("settings/notices", notice_settings.notice_settings, name="notice_settings"),
    path("settings/notices/devices", notice_settings.devices, name="push_devices"),
    path("settings/notices/devices/<int:device_id>", notice_settings.device, name="push_device"),
    path("mailbox", mailbox.mailbox, name="mailbox"),
    path("mailbox/<str:name>", mailbox.mailbox_letter, name="mailbox_letter"),
    path("mailbox/<str:name>/html", mailbox.mailbox_html, name="mailbox_html"),
    path("deviations/<int:case_id>/acceptance", deviations.acceptance, name="case_acceptance"),
    path("deviations/<int:case_id>/resumption", deviations.resumption, name="case_resumption"),
    path("alarms/<int:alarm_id>/judgement", deviations.judgement, name="alarm_judgement"),
    path("corrections/<int:correction_id>", correction, name="correction"),
    path("corrections/<int:correction_id>/derivation", numbers, name="correction_derivation"),
    path("corrections/<int:correction_id>/approval", decisions.approval, name="correction_approval"),
    path("corrections/<int:correction_id>/adjustment", decisions.adjustment, name="correction_adjustment"),
    path("corrections/<int:correction_id>/refusal", decisions.refusal, name="correction_refusal"),
    path("corrections/<int:correction_id>/undoing", decisions.undoing, name="correction_undoing"),
    path("fields/<str:kind>/<int:record>", fields.record_fields, name="record_fields"),
    path("fields/<str:kind>/<int:record>/<slug:key>", fields.field_file, name="field_file"),
    path("records", objects.kinds, name="kinds"),
    path("records/<slug:key>", objects.objects, name="objects"),
    path("records/<slug:key>/new", objects.new_object, name="new_object"),
    path("records/<slug:key>/<int:record>", objects.one_object, name="object"),
    path("records/<slug:key>/<int:record>/timeline", objects.object_timeline, name="object_timeline"),
    path("settings/kinds", kind_settings.kind_settings, name="kind_settings"),
    path("settings/kinds/new", kind_settings.new_kind, name="new_kind"),
    path("settings/kinds/of/<slug:key>", kind_settings.edit_kind, name="edit_kind"),
    path("settings/configuration", configuration.configuration, name="configuration"),
    path("settings/configuration.yaml", configuration.configuration_file, name="configuration_file"),
    path("settings/removals", removals.removals, name="removals"),
    path("settings/removals/<slug:what>/<int:thing>", removals.removal, name="removal"),
    path("settings/removals/<int:removal_id>/undoing", removals.removal_undoing, name="removal_undoing"),
    path("settings/fields", field_settings.field_kinds, name="field_kinds"),
    path("settings/fields/<str:kind>", field_settings.fields_of_kind, name="fields_of_kind"),
    path("settings/fields/<str:kind>/new", field_settings.new_field, name="new_field"),
    path("settings/fields/<str:kind>/form", field_settings.arrangement, name="field_arrangement"),
    path("settings/fields/<str:kind>/of/<slug:key>", field_settings.edit_field, name="edit_field"),
    path("settings", settings.settings, name="settings"),
    path("settings/security", security, name="security"),
    path("settings/security/password", passwords.password, name="password"),
    path("settings/security/app", second_factor.app, name="second_factor_app"),
    path("settings/security/codes", second_factor.recovery_codes, name="recovery_codes"),
    path("settings/security/codes.txt", second_factor.recovery_codes_file, name="recovery_codes_file"),
    path("settings/security/passkeys/new", passkeys.new_passkey, name="new_passkey"),
    path("settings/security/passkeys/<int:passkey_id>", passkeys.passkey, name="passkey"),
    path("settings/security/sessions", devices.other_sessions, name="other_sessions"),
    path("settings/security/sessions/<int:session_id>", devices.session, name="session"),
    path("settings/security/accounts/<int:account_id>", accounts.account, name="account"),
    path("settings/security/tokens/new", tokens.new_token, name="new_token"),
    path("settings/security/tokens/<int:token_id>", tokens.token_revocation, name="token_revocation"),
    path("settings/address-book", address_book.address_book, name="address_book"),
    path("settings/address-book/devices/new", address_book.new_device, name="new_device"),
    path("settings/address-book/cards/<int:party_id>", address_book.taken_in, name="taken_in"),
    path("settings/people", people, name="people"),
    path("settings/people/new", people_actions.new_person, name="new_person"),
    path("settings/people/<int:user_id>", colleague.person, name="person"),
    path("settings/people/<int:user_id>/roles", colleague.person_roles, name="person_roles"),
    path("settings/people/<int:user_id>/place", colleague.person_place, name="person_place"),
    path("settings/people/<int:user_id>/access", colleague.person_access, name="person_access"),
    path("settings/people/<int:user_id>/suspension", colleague.suspension, name="suspension"),
    path("settings/people/<int:user_id>/eyes", view_as.viewing, name="viewing"),
    path("eyes", view_as.viewing_end, name="viewing_end"),
    path("settings/deputies", deputies.deputies, name="deputies"),
    path("settings/deputies/<int:deputy_id>", deputies.deputy, name="deputy"),
    path("settings/roles", roles.roles, name="roles"),
    path("settings/roles/<int:role_id>", roles.role, name="role"),
    path("settings/roles/<int:role_id>/of/<str:kind>", roles.rights_on_kind, name="rights_on_kind"),
    path("settings/teams", trees.teams, name="teams"),
    path("settings/teams/<int:team_id>", trees.team, name="team"),
    path("settings/territories", trees.territories, name="territories"),
    path("settings/territories/<int:territory_id>", trees.territory, name="territory"),
    path("why/<str:kind>/<int:record>", why.why, name="why"),
    path("settings/people/<int:user_id>/invitation", people_actions.invitation, name="invitation"),
    path("settings/people/<int:user_id>/second-factor", people_actions.reset, name="second_factor_reset"),
    path("settings/people/<int:user_id>/sessions", people_actions.signing_out, name="signing_out"),
    path("settings/signing-in", signing_in.signing_in, name="signing_in"),
    path("settings/signing-in/roles/<int:role_id>", signing_in.second_factor_of, name="second_factor_of"),
    path("settings/signing-in/providers/new", providers.new_provider, name="new_provider"),
    path("settings/signing-in/providers/<int:provider_id>", providers.provider, name="provider"),
    path("settings/company", settings.company, name="company"),
    path("settings/limits", limits, name="limits"),
    path("settings/control", control_rules, name="control_rules"),
    path("settings/webhooks", webhooks, name="webhooks"),
    path("settings/webhooks/<int:webhook_id>", webhook, name="webhook"),
    path("settings/webhooks/<int:webhook_id>/secret", webhook_secret, name="webhook_secret"),
    path("settings/webhooks/<int:webhook_id>/voice", webhook_voice, name="webhook_voice"),
    path("settings/deliveries/<int:delivery_id>", delivery, name="delivery"),
    path("settings/personal", personal_company.personal_settings, name="personal_settings"),
    path("settings/personal/purposes", personal_company.new_purpose, name="new_purpose"),
    path("settings/personal/purposes/<int:purpose_id>", personal_company.purpose_text, name="purpose_text"),
    path("settings/personal/rules/<str:kind>", personal_company.retention_rule, name="retention_rule"),
    path("settings/working-time", working_time.calendars, name="working_time"),
    path("settings/working-time/company", working_time.company_calendar, name="company_calendar"),
    path("settings/working-time/company/days", working_time.own_days, name="company_own_days"),
    path("settings/working-time/teams/<int:team_id>", working_time.team_calendar, name="team_calendar"),
    path("settings/working-time/teams/<int:team_id>/days", working_time.own_days, name="team_own_days"),
    path("settings/audit", audit.audit, name="audit"),
    path("settings/audit.csv", audit.audit_file, name="audit_file"),
    path("settings/jobs", job_settings.job_settings, name="job_settings"),
    path("settings/jobs/<int:job_id>/attempts", job_settings.attempt, name="job_attempt"),
    path("settings/jobs/<int:job_id>/cancelling", job_settings.cancelling, name="job_cancelling"),
]
