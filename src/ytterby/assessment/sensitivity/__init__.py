"""Which inputs drive a result, what separates the futures, and what would change the answer (conventions §15)."""
