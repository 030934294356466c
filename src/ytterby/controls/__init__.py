"""Law as data: regimes, answers about products, permissions for the simulation."""
