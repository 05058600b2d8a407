"""Import of sales teams: one row, one seller with his manager; managers become heads of teams."""

from collections.abc import Sequence

from django.utils.text import slugify
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from setpoint.kernel import people
from setpoint.kernel.actors import Actor
from setpoint.kernel.folding import fold
from setpoint.kernel.models import Company, Role, Team, User
from setpoint.kernel.refs import Ref
from setpoint.kernel.roles import ensure_default_roles
from setpoint.platform.importing.importer import Importer, Written
from setpoint.platform.importing.kinds import Field, FieldType, ImportKind, register_kind
from setpoint.platform.importing.parsing import Record

# RFC 2606: nobody gets mail there until the person is invited by a real address
NO_ADDRESS = "imported.invalid"


class TeamRows(Importer):
    """Creates sellers, and once each their managers and teams. They have no password until they are invited."""

    def matched(self, records: Sequence[Record]) -> set[int]:
        """Compare names as they are searched."""
        there = by_name()
        return {record.row for record in records if fold(record.text("agent")) in there}

    def write(self, records: Sequence[Record]) -> Written:
        """Create people and teams, now."""
        roles, created = ensure_default_roles(), list[Ref]()
        teams = self._teams(records, roles["head"], created)
        agents = [
            User(
                name=record.text("agent"),
                email=record.text("email"),
                role=roles["seller"],
                team=teams.get(fold(record.text("manager"))),
                language=_language(),
            )
            for record in records
        ]
        created += [Ref(people.USER, user.pk) for user in create_people(agents, by=self.by)]
        return Written(created)

    def _teams(self, records: Sequence[Record], role: Role, created: list[Ref]) -> dict[str, Team]:
        """Return folded name of manager -> the team that he heads, created where it is missing."""
        regions: dict[str, str] = {}
        for record in records:
            if record.text("manager"):
                regions.setdefault(record.text("manager"), record.text("region"))
        known = by_name()
        missing = [User(name=name, role=role, language=_language()) for name in regions if fold(name) not in known]
        created += [Ref(people.USER, user.pk) for user in create_people(missing, by=self.by)]
        known |= {fold(user.name): user for user in missing}
        teams = {fold(team.head.name): team for team in Team.objects.select_related("head") if team.head}
        for name, region in regions.items():
            if fold(name) not in teams:
                team = self._team(known[fold(name)], region)
                teams[fold(name)] = team
                created.append(Ref(people.TEAM, team.pk))
        return teams

    def _team(self, head: User, region: str) -> Team:
        with override(_language()):
            name = _t("Team of %(name)s") % {"name": head.name}
        team = people.create_team(name=name, region=region, by=self.by)
        people.set_head(team, head, by=self.by)
        if head.team_id is None:
            User.objects.filter(pk=head.pk).update(team=team)
        return team


def by_name() -> dict[str, User]:
    """Return all people by their folded names."""
    return {fold(user.name): user for user in User.objects.all()}


def create_people(users: list[User], *, by: Actor) -> list[User]:
    """Create people; those without an address get one that nobody can write to."""
    if not users:
        return []
    taken = set(User.objects.values_list("email", flat=True))
    for user in users:
        stem = slugify(user.name, allow_unicode=False).replace("-", ".") or "person"
        number = 1
        while not user.email or user.email.lower() in taken:
            user.email = f"{stem}{number if number > 1 else ''}@{NO_ADDRESS}"
            number += 1
        taken.add(user.email.lower())
    return people.create_users(users, by=by)


def _language() -> str:
    return Company.objects.values_list("language", flat=True).first() or "en"


register_kind(
    ImportKind(
        "teams",
        _("Sales teams"),
        (
            Field(
                "agent",
                _("Seller"),
                FieldType.KEY,
                (
                    "sales agent",
                    "sales rep",
                    "owner",
                    "employee",
                    "user",
                    "name",
                    "full name",
                    "продавец",
                    "менеджер по продажам",
                    "сотрудник",
                    "ответственный",
                    "имя",
                ),
                required=True,
                filled=True,
                length=200,
            ),
            Field(
                "manager",
                _("Head"),
                synonyms=("team lead", "head", "supervisor", "руководитель", "начальник"),
                required=True,
                length=200,
            ),
            Field(
                "region",
                _("Region"),
                synonyms=("regional office", "office", "territory", "регион", "офис", "филиал"),
                length=120,
            ),
            Field("email", _("E-mail"), synonyms=("mail", "e-mail", "email address", "почта"), length=254),
        ),
        order=0,
        rights=((people.USER, "create"), (people.TEAM, "create")),
        provides={"owners": ("agent", "manager")},
        importer=TeamRows,
    )
)
