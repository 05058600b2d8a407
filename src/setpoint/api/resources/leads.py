"""Leads: inquiries until they become deals. What is done with them are verbs."""

from setpoint.api.resources.base import Resource, register

register(
    Resource(
        "leads",
        "sales.lead",
        links={"owner": "kernel.user", "customer": "customers.party", "product": "catalog.product"},
        shown={"state": lambda row: row.state.name, "source": lambda row: row.source.name},
    )
)
