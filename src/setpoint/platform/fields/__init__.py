"""Fields that an administrator adds to kinds of record, without a restart and without a migration.

`kinds.register` lets a kind carry fields; `operations.definitions` adds and changes them; `operations.values` writes
what records say; `reading.values_of` reads it; `querying` asks records for it; `formula` is a small language.
"""
