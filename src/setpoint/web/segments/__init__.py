"""Segments of customers: built, watched, filled."""
