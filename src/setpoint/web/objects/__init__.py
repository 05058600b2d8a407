"""Records of an administrator's kinds: list, card, form."""
