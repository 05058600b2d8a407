"""Products: the list, a new one, one of them."""
