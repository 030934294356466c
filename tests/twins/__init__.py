"""Slow, obvious twins of the kernels, and the random networks they are compared on."""
