"""The benchmark: the same companies and the same luck under several ways of steering."""
