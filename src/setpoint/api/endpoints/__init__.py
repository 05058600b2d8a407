"""Endpoints: those that every resource has, and verbs of some."""
