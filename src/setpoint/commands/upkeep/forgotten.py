"""Who was forgotten after an archive was made does not come back with it."""

from django.db import connections

from setpoint.commands.preparing import prepare
from setpoint.journal import forgetting
from setpoint.journal.models import Fact, Forgetting
from setpoint.kernel.actors import Actor


def forget_again(numbers: set[int]) -> int:
    """Forget the persons of these numbers whom the restored journal names; return how many there were."""
    if not numbers:
        return 0
    # their values are looked for by the code of today
    prepare(say=lambda _text: None)
    known = set(Forgetting.objects.values_list("person_id", flat=True))
    named = {number for number in numbers - known if Fact.objects.filter(person_id=number).exists()}
    by = Actor("system", None, "setpoint restore", "command")
    for number in sorted(named):
        forgetting.forget(number, by=by)
    if named:
        forgetting.scrub()
    connections.close_all()
    return len(named)
