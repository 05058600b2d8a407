"""Settings: kinds of record of one's own."""
