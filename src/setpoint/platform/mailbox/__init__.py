"""A mailbox for demo and tests: everything that Setpoint sends arrives in a folder, nothing leaves the machine."""
