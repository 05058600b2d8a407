"""Everything that happened, for those who must know who did what."""
