"""The model against what happened: inputs from before each date, scores beside naive forecasts, misses shown."""
