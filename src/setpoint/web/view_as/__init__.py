"""Looking at the company with a colleague's eyes: the same pages, nothing to be changed."""
