"""Tables of the journal."""

from setpoint.journal.models.alias import Alias, Rehomed
from setpoint.journal.models.cursor import Cursor
from setpoint.journal.models.fact import Fact
from setpoint.journal.models.personal import Forgetting, PersonalValue
from setpoint.journal.models.seal import Seal

__all__ = ["Alias", "Cursor", "Fact", "Forgetting", "PersonalValue", "Rehomed", "Seal"]
