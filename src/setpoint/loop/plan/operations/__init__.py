"""Writes of the plan: module = noun, function = verb."""
