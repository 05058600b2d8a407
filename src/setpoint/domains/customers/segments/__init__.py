"""Segments of customers: what can be asked of a customer's past, and how members are kept up to date."""
