"""CardDAV (RFC 6352) on WebDAV (RFC 4918, 6578): the customers that a person sees, as the address book of his devices.

The wire only: what a book holds and what happens to it stands in the exchange domain.
"""
