"""Pipelines, stages, deals."""
