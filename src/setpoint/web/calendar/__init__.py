"""The calendar of a person or of his team."""
