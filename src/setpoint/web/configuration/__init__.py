"""Settings: the whole configuration as a file."""
