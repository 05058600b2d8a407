"""Why somebody can, or cannot, see and do something with a record."""
