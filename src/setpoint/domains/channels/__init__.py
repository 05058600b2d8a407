"""Ways to people, and whether one may use them."""
