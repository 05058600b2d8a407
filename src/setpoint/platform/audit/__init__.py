"""Audit: the journal as those read it who must know who did what. A view over facts, with nothing of its own."""
