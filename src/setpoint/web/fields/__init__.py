"""Fields of an administrator on every card, form and list."""
