"""The verbs of the box. A new screen adds its line here."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Command:
    """`words` are other names by which people look for it; `kind` is what one must be allowed to see."""

    label: Promise
    view: str
    icon: str
    kind: str = ""
    words: str | Promise = ""


COMMANDS = (
    Command(_("New deal"), "new_deal", "plus", "sales.deal", pgettext_lazy("search words", "create add sale")),
    Command(
        _("New activity"),
        "new_activity",
        "plus",
        "activities.activity",
        pgettext_lazy("search words", "task call meeting plan"),
    ),
    Command(
        _("Go to sequences"),
        "sequences",
        "calendar",
        "activities.sequence",
        pgettext_lazy("search words", "series steps"),
    ),
    Command(
        _("Go to the calendar"), "calendar", "calendar", "activities.activity", pgettext_lazy("search words", "week")
    ),
    Command(
        _("Go to the list of activities"),
        "activities",
        "check",
        "activities.activity",
        pgettext_lazy("search words", "tasks to do"),
    ),
    Command(_("New lead"), "new_lead", "plus", "sales.lead", pgettext_lazy("search words", "inquiry create add")),
    Command(_("Go to leads"), "lead_board", "inbox", "sales.lead", pgettext_lazy("search words", "inquiries")),
    Command(_("New customer"), "new_customer", "plus", "customers.party", pgettext_lazy("search words", "create add")),
    Command(_("Go to today"), "today", "calendar", "sales.deal", pgettext_lazy("search words", "work list day")),
    Command(_("Go to the board"), "board", "layout-kanban", "sales.deal", pgettext_lazy("search words", "pipeline")),
    Command(_("Go to the list of deals"), "deals", "notes", "sales.deal", pgettext_lazy("search words", "table csv")),
    Command(_("Go to customers"), "customers", "users", "customers.party"),
    Command(
        _("Go to products"), "products", "archive", "catalog.product", pgettext_lazy("search words", "catalogue price")
    ),
    Command(_("Go to the plan"), "plan", "target-arrow", "loop.plan", pgettext_lazy("search words", "goal quarter")),
    Command(
        _("Go to the control room"),
        "control_room",
        "gauge",
        "loop.figures",
        pgettext_lazy("search words", "forecast deviation correction"),
    ),
    Command(_("Go to notices"), "notices", "bell", words=pgettext_lazy("search words", "news told")),
    Command(
        _("Import files"),
        "new_import",
        "file-import",
        "platform.import",
        pgettext_lazy("search words", "upload csv excel"),
    ),
    Command(_("Go to settings"), "settings", "settings", words=pgettext_lazy("search words", "language theme")),
)
