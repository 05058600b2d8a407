"""Deputies for days of absence, one's own and those of colleagues."""
