"""Writes of operational management: module = noun, function = verb."""
