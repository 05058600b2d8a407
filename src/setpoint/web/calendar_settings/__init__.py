"""One's calendar in other programs."""
