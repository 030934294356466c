"""Results of the checks against history, as pages and figures."""
