"""Families of companies that come with the program: `setpoint simulate bench --families` takes the folder."""
