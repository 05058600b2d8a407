"""Teams and territories as trees."""
