"""Sequences: planned series of steps, and who is where in them."""
