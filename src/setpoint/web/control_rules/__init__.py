"""How control judges, read and changed by the administrator."""
