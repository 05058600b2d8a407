"""Lever: split a goal anew so that everybody has the same chance to reach his part."""
