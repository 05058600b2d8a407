"""Following the journal: facts become notices."""

from setpoint.journal.followers import follower
from setpoint.journal.models import Fact
from setpoint.loop.inform.kinds import NOTICES
from setpoint.loop.inform.operations import notices

NAME = "notices"


@follower(NAME, batch=500)
def notify(facts: list[Fact]) -> None:
    """Tell people of facts for which a kind of notice is declared."""
    taken_back = {fact.retracts for fact in facts if fact.retracts}
    for kind in NOTICES.values():
        found = [fact for fact in facts if fact.kind in kind.facts and fact.pk not in taken_back]
        if found:
            notices.tell_many(list(kind.tell(found)))
