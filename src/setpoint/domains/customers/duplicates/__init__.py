"""Cards that may tell of the same customer: found at entry, by what happens to a card, and every night."""
