"""The list and the board of leads."""
