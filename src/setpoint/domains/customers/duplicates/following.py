"""What happens to a card tells of duplicates at once: keys are kept, and others like it looked for."""

from setpoint.domains.customers.duplicates.keys import refresh
from setpoint.domains.customers.duplicates.suspecting import suspect
from setpoint.domains.customers.permissions import KIND
from setpoint.journal.followers import behind, follower
from setpoint.journal.models import Fact

FOLLOWER = "duplicates"
# a batch holds SQLite's one writer
BATCH = 200
# in the middle of an import pairs are left to the night
BUSY = 2000


@follower(FOLLOWER, batch=BATCH)
def follow(facts: list[Fact]) -> None:
    """Look at the cards these facts are about; at their keys alone while very many wait."""
    ids = {fact.about_id for fact in facts if fact.about_kind == KIND}
    if not ids:
        return
    if behind(FOLLOWER, most=BUSY) >= BUSY:
        refresh(ids)
    else:
        suspect(ids)
