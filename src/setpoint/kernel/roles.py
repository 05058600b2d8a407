"""The roles an installation starts with. An administrator changes them in the browser."""

from django.db import transaction
from django.utils.translation import gettext_noop

from setpoint.kernel.models import Grant, Role

# (kind, action, scope); "*" stands for every kind or action
DEFAULT_ROLES: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "administrator": (gettext_noop("Administrator"), [("*", "*", "all")]),
    "owner": (gettext_noop("Owner"), [("*", "*", "all")]),
    "head": (
        gettext_noop("Head of sales"),
        [
            ("sales.deal", "*", "below"),
            ("sales.lead", "*", "below"),
            ("activities.activity", "*", "below"),
            ("activities.sequence", "*", "all"),
            ("sales.routing", "*", "all"),
            ("sales.pipeline", "change", "all"),
            ("sales.rates", "change", "all"),
            ("sales.lead_words", "*", "all"),
            ("customers.party", "*", "all"),
            ("catalog.product", "see", "all"),
            ("loop.plan", "see", "below"),
            ("loop.plan", "change", "below"),
            ("loop.figures", "see", "below"),
            ("loop.correction", "see", "below"),
            ("loop.correction", "approve", "below"),
            ("loop.lever", "see", "all"),
            ("platform.import", "*", "own"),
            ("kernel.user", "see", "below"),
            ("kernel.user", "change", "below"),
        ],
    ),
    "seller": (
        gettext_noop("Seller"),
        [
            ("sales.deal", "see", "own"),
            ("sales.deal", "create", "own"),
            ("sales.deal", "change", "own"),
            ("sales.deal", "export", "own"),
            ("sales.lead", "see", "own"),
            ("sales.lead", "create", "own"),
            ("sales.lead", "change", "own"),
            ("sales.lead", "export", "own"),
            ("activities.activity", "see", "own"),
            ("activities.sequence", "see", "all"),
            ("activities.activity", "create", "own"),
            ("activities.activity", "change", "own"),
            ("activities.activity", "export", "own"),
            ("customers.party", "see", "all"),
            ("customers.party", "create", "all"),
            ("customers.party", "change", "all"),
            ("catalog.product", "see", "all"),
            ("loop.figures", "see", "own"),
            ("loop.correction", "see", "own"),
        ],
    ),
    "marketer": (
        gettext_noop("Marketer"),
        [
            ("sales.lead", "*", "all"),
            ("sales.lead_words", "*", "all"),
            ("activities.activity", "*", "own"),
            ("customers.party", "see", "all"),
            ("catalog.product", "see", "all"),
        ],
    ),
    "agent": (
        gettext_noop("Service agent"),
        [
            ("activities.activity", "*", "own"),
            ("customers.party", "see", "all"),
            ("customers.party", "change", "all"),
            ("catalog.product", "see", "all"),
        ],
    ),
}


@transaction.atomic
def ensure_default_roles() -> dict[str, Role]:
    """Create the roles that are missing, with their rights; roles that exist keep theirs. Return all by key."""
    existing = set(Role.objects.values_list("key", flat=True))
    missing = [key for key in DEFAULT_ROLES if key not in existing]
    Role.objects.bulk_create(Role(key=key, name=DEFAULT_ROLES[key][0]) for key in missing)
    roles = {role.key: role for role in Role.objects.all()}
    Grant.objects.bulk_create(
        Grant(role=roles[key], kind=kind, action=action, scope=scope)
        for key in missing
        for kind, action, scope in DEFAULT_ROLES[key][1]
    )
    return roles
