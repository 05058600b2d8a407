"""What can be asked of: deals, their stays in stages, touches, leads; each with its measures, rows and days."""
