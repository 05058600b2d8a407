"""The levers: what each does, what is known of it, and how far it may go in the company and in each team."""
