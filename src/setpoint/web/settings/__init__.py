"""A person's own settings and the company's."""
