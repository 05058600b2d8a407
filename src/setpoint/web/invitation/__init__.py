"""Where somebody who is invited answers."""
