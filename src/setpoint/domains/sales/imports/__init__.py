"""Import of sales teams, leads and deals."""

from setpoint.domains.sales.imports import deal_kind, lead_kind, team_kind

__all__ = ["deal_kind", "lead_kind", "team_kind"]
