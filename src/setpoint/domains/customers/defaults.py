"""Names that came with Setpoint: English texts of the catalogue, until an administrator words them his way."""

from django.utils.translation import gettext_noop

NAMES = (
    gettext_noop("works at"),
    gettext_noop("employs"),
    gettext_noop("child of"),
    gettext_noop("parent of"),
    gettext_noop("married to"),
    gettext_noop("sends gifts to"),
    gettext_noop("receives gifts from"),
    gettext_noop("was referred by"),
    gettext_noop("referred"),
    gettext_noop("belongs to"),
    gettext_noop("includes"),
    gettext_noop("Birthday"),
    gettext_noop("Anniversary"),
    gettext_noop("End of contract"),
    gettext_noop("Lead"),
    gettext_noop("Prospect"),
    gettext_noop("Customer"),
    gettext_noop("Advocate"),
    gettext_noop("Lapsed"),
    gettext_noop("Way of contact"),
    gettext_noop("Time of contact"),
    gettext_noop("Product of interest"),
    gettext_noop("Need"),
)
