"""Find a quote again: exact or not at all."""

from __future__ import annotations

CONTEXT = 32


def selector(text: str, start: int, end: int) -> dict[str, str]:
    """Return the exact quote with the text before and after it (W3C TextQuoteSelector)."""
    return {
        "exact": text[start:end],
        "prefix": text[max(0, start - CONTEXT) : start],
        "suffix": text[end : end + CONTEXT],
    }


def anchor(text: str, exact: str, prefix: str = "", suffix: str = "") -> tuple[int, int] | None:
    """Return the span of `exact` in `text`, or None (an orphan).

    The quote must stand there letter for letter and, with `prefix` and `suffix`, only once: a near match or a
    choice between two would put words into the source's mouth.

    Examples
    --------
    >>> anchor("over 85% and 85%", "85%", prefix="over "), anchor("85% and 85%", "85%")
    ((5, 8), None)
    """
    if not exact:
        return None
    whole = prefix + exact + suffix
    at = text.find(whole)
    if at < 0 or text.find(whole, at + 1) >= 0:
        return None
    return at + len(prefix), at + len(prefix) + len(exact)
