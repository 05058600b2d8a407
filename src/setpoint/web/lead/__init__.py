"""One lead and what is done with it."""
