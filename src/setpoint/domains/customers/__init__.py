"""People and organisations: who the company has relations with."""
