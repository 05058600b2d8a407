"""What is regular, by company time. Jobs are named, not imported; one that is not there is passed over."""

from datetime import time, timedelta

from setpoint.kernel.schedule import Entry

ENTRIES = (
    Entry("loop.tick", at=time(5, 0)),
    # people choose the hour
    Entry("inform.digest", every=timedelta(hours=1)),
    Entry("inform.deliver", every=timedelta(minutes=1)),
    Entry("verify.mature", at=time(4, 30)),
    Entry("platform.release", every=timedelta(minutes=1)),
)
