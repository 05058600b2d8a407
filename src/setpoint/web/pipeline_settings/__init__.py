"""Pipelines with their stages and gates, and exchange rates, as an administrator sets them."""
