"""Filters and tags of templates; all are built in, no template loads them."""
