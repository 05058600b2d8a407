"""Who must know: notices, digests, and the outbox through which mail leaves."""
