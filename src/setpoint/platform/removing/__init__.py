"""Removing what is in use: it asks where its rows go, moves them as a job, and can be undone.

Whoever owns something that can be removed registers a `Removable`; `operations.remove` and `undo` do the rest.
"""
