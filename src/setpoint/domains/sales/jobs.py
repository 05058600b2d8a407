"""Jobs of sales: cutting territories anew."""

from django.utils.translation import gettext_lazy as _

from setpoint.domains.sales.operations import recuts
from setpoint.kernel.actors import SYSTEM, Actor
from setpoint.kernel.jobs import Running, job
from setpoint.kernel.models import Job, User


@job(recuts.JOB, title=_("Cut territories anew"))
def recut(run: Running, recut_id: int) -> None:
    """Work out, apply or take back a cutting, in the name of who asked for it."""
    started = Job.objects.filter(pk=run.id).values_list("started_by", flat=True).first()
    user = User.objects.filter(pk=started or 0).first()
    recuts.work(run, recut_id, actor=Actor.of(user) if user else SYSTEM)
