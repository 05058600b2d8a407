"""Settings: what is done in the background, what waits and what has failed, and what is regular."""
