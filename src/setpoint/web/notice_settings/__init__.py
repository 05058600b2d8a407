"""Settings: of what one is told, by which way and when."""
