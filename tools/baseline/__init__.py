"""Builders of the packaged baseline tables, one module per family of tables."""
