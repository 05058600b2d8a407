"""Cards that are one: what each says, whose every row is, and how both come back."""
