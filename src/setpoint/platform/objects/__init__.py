"""Kinds of record that an administrator creates, with list, card, form, rights, fields, facts and import of their own.

A kind is called `objects.<key>` wherever kinds of record have names: in rights, fields, facts, links.
"""
