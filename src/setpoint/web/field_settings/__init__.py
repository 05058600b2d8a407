"""Settings: the fields of every kind of record."""
