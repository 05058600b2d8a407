"""Pages that say what went wrong."""
