"""Findings about dependence: indices, hidden dependence, chokepoints. Arrays in, numbers out."""
