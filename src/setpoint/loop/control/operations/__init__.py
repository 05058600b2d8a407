"""Writes of control: module = noun, function = verb."""
