"""Rights of an installation of before mean after the upgrade what they meant."""

from importlib import import_module

from django.apps import apps
from django.db import connection

from setpoint.kernel.models import Grant
from tests.cast import Cast

kernel = import_module("setpoint.kernel.migrations.0008_what_scopes_mean")
customers = import_module("setpoint.domains.customers.migrations.0002_territory")
DEAL, PARTY = "sales.deal", "customers.party"


def rights(cast: Cast, kind: str) -> dict[str, str]:
    return dict(Grant.objects.filter(role=cast.mia.role, kind=kind).values_list("action", "scope"))


def test_a_team_was_a_team_with_those_below_and_lists_of_deals_could_be_exported(cast: Cast) -> None:
    role = cast.mia.role
    Grant.objects.create(role=role, kind=DEAL, action="see", scope="team")
    editor = connection.schema_editor()
    kernel.widen(apps, editor)
    kernel.export_what_is_seen(apps, editor)
    assert rights(cast, DEAL) == {"see": "below", "export": "below"}
    kernel.narrow(apps, editor)
    assert rights(cast, DEAL)["see"] == "team"


def test_any_right_on_customers_was_one_on_all_of_them(cast: Cast) -> None:
    role = cast.mia.role
    Grant.objects.filter(role=role).delete()
    Grant.objects.create(role=role, kind=PARTY, action="change", scope="own")
    Grant.objects.create(role=role, kind="*", action="see", scope="team")
    customers.say_all(apps, connection.schema_editor())
    assert rights(cast, PARTY) == {"change": "all", "see": "all"}
    assert rights(cast, "*") == {"see": "team"}
