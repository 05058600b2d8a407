"""What is regular. Jobs are named, not imported; one that is not there is passed over."""

from datetime import time, timedelta

from django.utils.translation import gettext_lazy as _

from setpoint.kernel.schedule import Entry

ENTRIES = (
    Entry("verify.mature", at=time(4, 30)),
    Entry("loop.tick", at=time(5, 0), call="setpoint.loop.cycle_db.run_tick", title=_("A turn of the loop")),
    Entry("customers.scan_duplicates", at=time(2, 0)),
    Entry("customers.build_segments", at=time(1, 0)),
    # people choose the hour; the wire knows machine time only
    Entry("inform.digest", every=timedelta(hours=1)),
    Entry("inform.deliver", every=timedelta(minutes=1), machine=True),
    Entry(
        "fields.sweep",
        at=time(3, 0),
        call="setpoint.platform.fields.files.sweep",
        title=_("Delete files that nothing names any more"),
    ),
    Entry(
        "customers.importance",
        at=time(4, 0),
        call="setpoint.domains.customers.valuing.value_all",
        title=_("Measure how important customers are"),
    ),
    Entry(
        "customers.occasions",
        at=time(6, 0),
        call="setpoint.domains.customers.operations.occasions.tell_near",
        title=_("Tell of birthdays and other days that are near"),
    ),
    # people choose the hour
    Entry(
        "exchange.exports",
        every=timedelta(minutes=10),
        call="setpoint.domains.exchange.operations.scheduled_exports.begin_due",
        title=_("Write the exports that are due"),
    ),
    Entry("personal.retention", at=time(3, 30)),
    Entry(
        "kernel.access",
        every=timedelta(minutes=10),
        call="setpoint.kernel.suspending.end_what_is_over",
        title=_("End access whose last day is over"),
    ),
    Entry(
        "sales.marks",
        at=time(5, 20),
        call="setpoint.domains.sales.operations.marks.look",
        title=_("Mark deals that are stale or want attention"),
    ),
    Entry(
        "sales.leads",
        every=timedelta(minutes=5),
        call="setpoint.domains.sales.operations.unseen.keep_watch",
        title=_("Tell of leads that wait too long"),
    ),
    Entry(
        "caldav.look",
        every=timedelta(minutes=10),
        machine=True,
        call="setpoint.integrations.caldav.syncing.look_at_all",
        title=_("Look at calendars of other servers"),
    ),
    Entry(
        "activities.reminders",
        every=timedelta(minutes=1),
        call="setpoint.domains.activities.operations.reminders.keep_watch",
        title=_("Remind of what is due"),
    ),
    Entry(
        "activities.sequences",
        every=timedelta(minutes=10),
        call="setpoint.domains.activities.operations.sequences.keep_watch",
        title=_("Do the steps of sequences that are due"),
    ),
    Entry("inform.tell", every=timedelta(minutes=1), machine=True),
    Entry("journal.seal", every=timedelta(minutes=10), machine=True),
    Entry(
        "kernel.sessions",
        every=timedelta(hours=6),
        machine=True,
        call="setpoint.kernel.sessions.clear_ended",
        title=_("Clear sessions that are over"),
    ),
    # reports are at most a minute behind
    Entry("analytics.copy", every=timedelta(seconds=30), machine=True),
    # people choose the hour
    Entry(
        "reports.letters",
        every=timedelta(minutes=10),
        call="setpoint.web.reports.letters.send_due",
        title=_("Post the reports that are due"),
    ),
    Entry("platform.release", every=timedelta(minutes=1)),
    # the demo's slow clock moves company time, so it goes by machine time
    Entry("simulation.live_on", every=timedelta(seconds=5), machine=True),
)
