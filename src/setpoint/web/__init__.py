"""Staff pages: one folder per screen, view + form + template side by side."""
