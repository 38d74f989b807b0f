"""plugins/policies."""
