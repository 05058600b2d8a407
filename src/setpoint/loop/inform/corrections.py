"""Who is told of corrections."""
