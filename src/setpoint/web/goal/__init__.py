"""One goal: the records and the derivation behind its figures."""
