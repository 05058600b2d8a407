"""What surrounds every page: rail, language, company."""
