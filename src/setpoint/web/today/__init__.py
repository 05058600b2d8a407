"""A seller's day."""
