"""Reads of customers, and where other domains say what belongs on a card."""
