"""Setpoint: a CRM that closes the control loop over marketing, sales and service."""

__version__ = "0.1.0"
