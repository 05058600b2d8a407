"""Import of cards: organisations and people from tables, either from vCards."""

from setpoint.domains.customers.imports import organisations, people, vcards, whole

__all__ = ["organisations", "people", "vcards", "whole"]
