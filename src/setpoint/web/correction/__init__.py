"""One correction: what was proposed, decided and done, and what it did."""
