"""Tools for agents (Model Context Protocol): the same operations and rights as pages and API."""
