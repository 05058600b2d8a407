"""What is done with kinds of record and their records."""
