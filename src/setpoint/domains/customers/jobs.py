"""Jobs of customers."""

from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.duplicates.scanning import scan
from setpoint.domains.customers.models import Segment
from setpoint.domains.customers.operations import papers, segments
from setpoint.domains.customers.segments.keeping import build, note_sizes
from setpoint.kernel.jobs import Running, job

SCAN = "customers.scan_duplicates"
BUILD_ALL = "customers.build_segments"


@job(papers.READ, attempts=3, title=_("Read a scan"))
def read_paper(_run: Running, paper: int) -> None:
    """Recognise the text of a file."""
    papers.read(paper)


@job(SCAN, title=_("Look for duplicates among all customers"), cancellable=True)
def scan_duplicates(run: Running) -> None:
    """Look for duplicates, going on where a scan stopped."""
    scan(run.progress)


@job(segments.BUILD, title=_("Look for the members of a segment"))
def build_segment(run: Running, segment: int) -> None:
    """Look at all customers for one segment."""
    found = Segment.objects.select_related("owner").filter(pk=segment, static=False).first()
    if found is not None:
        build(found, run.progress)


@job(BUILD_ALL, title=_("Look for the members of all segments"))
def build_segments(run: Running) -> None:
    """Look at all customers for every segment: days have gone by."""
    for found in Segment.objects.select_related("owner").filter(static=False):
        build(found, lambda done, total: run.progress(0, None, f"{done}/{total}"))
    note_sizes(list(Segment.objects.values_list("pk", flat=True)))
