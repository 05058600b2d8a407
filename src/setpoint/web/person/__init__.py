"""One colleague: roles, team, territories, access from outside, deputies, suspension."""
