"""Writes: the copy, saved reports, dashboards, and who uses what."""
