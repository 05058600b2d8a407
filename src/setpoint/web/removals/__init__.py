"""Settings: removing what is in use, and undoing it."""
