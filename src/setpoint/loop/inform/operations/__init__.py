"""Writes of informing."""
