"""The whole configuration as one readable file: written, compared, applied in one transaction or not at all.

`parts.register` adds a part; `files.written()` and `files.read(text)` turn it into YAML and back; `applying.compared`
says what would change and `applying.apply` does it. A file adds and changes; what it does not name stays.
"""
