"""Jobs of customers."""

from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.duplicates.scanning import scan
from setpoint.domains.customers.operations import papers
from setpoint.kernel.jobs import Running, job

SCAN = "customers.scan_duplicates"


@job(papers.READ, attempts=3, title=_("Read a scan"))
def read_paper(_run: Running, paper: int) -> None:
    """Recognise the text of a file."""
    papers.read(paper)


@job(SCAN, title=_("Look for duplicates among all customers"), cancellable=True)
def scan_duplicates(run: Running) -> None:
    """Look for duplicates, going on where a scan stopped."""
    scan(run.progress)
