"""Writes of the activities domain: module = noun, function = verb."""
