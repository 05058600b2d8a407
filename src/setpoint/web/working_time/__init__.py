"""Settings: when the company works, and teams with ways of their own."""
