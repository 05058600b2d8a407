"""Setpoint as a CalDAV client (RFC 4791): a person's calendar and his activities are kept the same, both ways."""
