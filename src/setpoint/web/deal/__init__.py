"""One deal and what is done with it."""
