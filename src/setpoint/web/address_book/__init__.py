"""The customers as the address book of one's devices: passwords for them, addresses, what was left out."""
