"""The one append-only store of facts, and the cursors of those who follow it."""
