"""Colleagues and how they come in: invitations, second factors, sessions; what a role requires."""
