"""Scenario files: what is uncertain, what is decided, what is asked."""
