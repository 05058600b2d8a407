"""The REST API: everything that pages do, by the same operations and the same rights."""
