"""Roles: what each grants, on which records, under which conditions, without which fields."""
