"""Everything out as one archive."""
