"""What a person has been told, newest first."""
