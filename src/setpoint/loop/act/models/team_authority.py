"""How far a lever may go in a team, where that is less than in the company."""

from django.db import models

from setpoint.kernel.models import Team


class TeamAuthority(models.Model):
    """What a team has lowered a lever to; without a row the company's authority holds. The facts keep the history."""

    lever = models.CharField(max_length=60)
    team = models.ForeignKey(Team, models.CASCADE, related_name="+")
    authority = models.CharField(max_length=1)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("lever", "team"), name="team_authority_once"),)

    def __str__(self) -> str:
        """Return lever, team and authority."""
        return f"{self.lever} {self.team_id} {self.authority}"
