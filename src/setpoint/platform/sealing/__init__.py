"""What lies sealed in the database, and changing the keys under it."""
