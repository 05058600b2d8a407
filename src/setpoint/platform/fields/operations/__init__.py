"""What is done with fields and with what records say in them."""
