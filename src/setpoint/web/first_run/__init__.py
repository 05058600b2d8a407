"""The first page of a new installation."""
