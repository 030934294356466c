"""Packaged tables: what the world looks like before anything happens, row by row with source and standing."""
