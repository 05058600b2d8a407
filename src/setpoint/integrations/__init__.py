"""Wire code and formats of outside systems: one file or folder each."""
