"""What a fact says about the fields of a record, in the names that they had then."""

import re
from typing import Any

from django.utils.translation import gettext as _

from setpoint.journal.reading import Told
from setpoint.platform.fields.models.field import in_language

# a link as facts have it: sales.deal:7
LINK = re.compile(r"^[a-z_]+\.[a-z0-9_]+:(?=\d+$)")


def field_changes(told: Told) -> str:
    """Return “Roof: Gable → Flat” for every field of a fact `fields.filled`; "" for other facts."""
    if told.fact.kind != "fields.filled":
        return ""
    labels = told.data["labels"]
    private = told.data.get("private") or {}
    if not isinstance(private, dict):
        # the person has been forgotten
        return str(private)
    pairs = told.changes | private
    return "; ".join(
        f"{label_of(labels, key)}: {' → '.join(said(labels, key, one) for one in pairs[key])}" for key in pairs
    )


def label_of(labels: dict[str, dict[str, str]], key: str) -> str:
    """Return how a field was called then, in the reader's language."""
    return in_language(labels[key]) if key in labels else key


def said(labels: dict[str, dict[str, str]], key: str, value: Any) -> str:
    """Return what a field said, choices by the names they had then."""
    if value in (None, "", []):
        return _("nothing")
    words = value if isinstance(value, list) else [LINK.sub("№ ", str(value))]
    return ", ".join(in_language(labels[name]) if (name := f"{key}.{word}") in labels else str(word) for word in words)
