"""Creating a deal."""
