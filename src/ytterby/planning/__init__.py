"""What to buy, build, hold and agree for the money, and how sure that is (conventions §19)."""
