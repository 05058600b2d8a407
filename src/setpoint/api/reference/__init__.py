"""The reference of the API as pages, made of the schema, with examples that the tests execute."""
