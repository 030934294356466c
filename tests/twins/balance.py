"""Entropy balance by the oldest way: mend one row after the other until all hold (conventions §4).

Each mending is the exact projection on that row: x_v exp(-sigma_v a_v t) with the t that closes it.
"""

from __future__ import annotations

from math import exp, inf


def projected(row: dict[int, float], x: list[float], sigma: list[float]) -> list[float]:
    """Close one row; values with sigma 0 do not move."""

    def gap(t: float) -> float:
        return sum(a * x[v] * exp(min(-sigma[v] * a * t, 300.0)) for v, a in row.items())

    if gap(0.0) == 0.0 or all(sigma[v] == 0 for v in row):
        return x
    low, high = -1.0, 1.0
    while gap(low) < 0 and low > -1e6:
        low *= 2
    while gap(high) > 0 and high < 1e6:
        high *= 2
    while True:
        t = (low + high) / 2
        if not low < t < high or high - low < 1e-15:
            break
        low, high = (t, high) if gap(t) > 0 else (low, t)
    return [value * exp(-sigma[v] * row[v] * t) if v in row else value for v, value in enumerate(x)]


def balanced(rows: list[dict[int, float]], prior: list[float], sigma: list[float], rounds: int = 5000) -> list[float]:
    """Return x that minimises sum (x ln(x/x0) - x)/sigma under every row summing to zero."""
    x = list(prior)
    for _ in range(rounds):
        before = x
        for row in rows:
            x = projected(row, x, sigma)
        if max((abs(a - b) / b for a, b in zip(x, before, strict=True)), default=inf) < 1e-13:
            break
    return x
