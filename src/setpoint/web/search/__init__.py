"""The search and command box."""
