"""Tables of removals."""

from setpoint.platform.removing.models.removal import MovedRow, Removal, RemovalState

__all__ = ["MovedRow", "Removal", "RemovalState"]
