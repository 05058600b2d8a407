"""One activity, and what is done with it."""
