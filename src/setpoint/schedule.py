"""What is regular, by company time. Jobs are named, not imported; one that is not there is passed over."""

from datetime import time, timedelta

from setpoint.kernel.schedule import Entry

ENTRIES = (
    Entry("loop.tick", at=time(5, 0)),
    Entry("inform.digest", at=time(7, 0)),
    Entry("verify.mature", at=time(4, 30)),
    Entry("platform.release", every=timedelta(minutes=1)),
)
