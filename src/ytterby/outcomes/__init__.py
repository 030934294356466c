"""What an ensemble means: fill rates, shortages, cover, tonnes not delivered."""
