"""Which department uses which channel for what, and when."""
