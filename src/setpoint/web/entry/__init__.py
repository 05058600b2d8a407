"""The pages of somebody who comes by a letter: an invitation, or a new password."""
