"""What the laws on personal data ask for: everything about a person told, erased, and not kept for ever."""
