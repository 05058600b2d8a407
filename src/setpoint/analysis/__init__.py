"""Mathematics as pure functions on arrays: no Django, no database, tested against published results."""
