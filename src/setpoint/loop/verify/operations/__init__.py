"""Writes of verification."""
