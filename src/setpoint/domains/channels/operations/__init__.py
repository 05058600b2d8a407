"""Writes of the channels domain."""
