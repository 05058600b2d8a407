"""Writes of the sales domain: module = noun, function = verb."""
