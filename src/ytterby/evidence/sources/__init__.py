"""Data sets as their publishers print them: trade and production, read into contained mass."""
