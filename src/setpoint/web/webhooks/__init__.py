"""Webhooks: other systems that are told of facts."""
