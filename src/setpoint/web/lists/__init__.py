"""The one list: every kind of record is filtered, sorted, viewed, changed and exported by it."""
