"""The public form by which inquiries come in."""
