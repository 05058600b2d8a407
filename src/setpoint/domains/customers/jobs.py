"""Jobs of customers."""

from django.utils.translation import gettext_lazy as _

from setpoint.domains.customers.operations import papers
from setpoint.kernel.jobs import Running, job


@job(papers.READ, attempts=3, title=_("Read a scan"))
def read_paper(_run: Running, paper: int) -> None:
    """Recognise the text of a file."""
    papers.read(paper)
