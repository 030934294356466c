"""Figures as inline SVG, drawn by hand: no library, no font, no network."""
