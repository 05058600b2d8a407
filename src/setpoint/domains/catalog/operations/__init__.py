"""Writes of the catalog domain: module = noun, function = verb."""
