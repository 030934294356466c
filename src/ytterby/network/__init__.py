"""Estimates and trade become a balanced supply network, one per draw."""
