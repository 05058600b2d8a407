"""Which records tell of the same person or organisation: how values are made comparable, and how likely a pair is."""
