"""Search: one index over the words of every kind of record, kept by a follower of the journal."""
