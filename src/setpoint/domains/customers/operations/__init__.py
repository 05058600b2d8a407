"""Writes of the customers domain: module = noun, function = verb."""
