"""Rows whose numbers are known before the database is asked: those that a text may mean."""

import orjson
from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL
from pyroaring import BitMap


def among(numbers: BitMap, path: str = "pk") -> Q:
    """Return the condition that `path` is one of the numbers, however many: one parameter of the statement."""
    given = numbers.to_array().tolist()
    if connection.vendor == "sqlite":
        return Q(**{f"{path}__in": RawSQL("SELECT value FROM json_each(%s)", (orjson.dumps(given).decode(),))})
    return Q(**{f"{path}__in": RawSQL("SELECT unnest(%s::bigint[])", (given,))})
