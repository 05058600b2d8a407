"""Everything a company has put in, as one archive in an open format: JSON lines, the files, a manifest; at any time.

`tables` says what goes out and what does not, `writing` writes the archive, `operations` starts it and gives it.
"""
