"""Indices on the packaged tables, or on the user's own: each function returns an `Answer`."""
