"""What serves every kind of record or follows the journal: import and export, search, live events."""
