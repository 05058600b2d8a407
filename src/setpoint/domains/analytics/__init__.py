"""Reports over the whole history, from a columnar copy of it."""
