"""Import of cards: organisations and people from tables, either from vCards."""

from setpoint.domains.customers.imports import organisations, people, tasks, vcards, whole

__all__ = ["organisations", "people", "tasks", "vcards", "whole"]
