"""States and sources of leads, rules of routing."""
