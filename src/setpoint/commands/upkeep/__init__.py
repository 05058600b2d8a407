"""Keeping an installation alive: archives of everything, their return, self-diagnosis."""
