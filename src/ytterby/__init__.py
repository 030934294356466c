"""Ytterby: what stops, when, at what cost, and what would fix it."""

__version__ = "0.1.0"
