"""The levers of sales, one per file; the registry finds them."""
