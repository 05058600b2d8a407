"""Exports of other CRMs: one file per system declares their columns in the languages that the vendor has them in."""
