"""One figure for each mechanism of the month: the bundled chain run with it and without it, on the same draws."""
