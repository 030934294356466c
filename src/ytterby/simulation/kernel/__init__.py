"""Numbers only: no names, no units, no input or output. One draw at a time, all commodities in parallel."""
