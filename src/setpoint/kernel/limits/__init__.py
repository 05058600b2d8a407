"""How much and how often: numbers that code declares and an administrator changes in the browser."""
