"""Runs on disk and in memory: folders, addresses, results with units."""
