"""SVG elements as escaped text."""

from __future__ import annotations

from markupsafe import Markup, escape

Value = str | float | int


def element(tag: str, *children: str | Markup, **attributes: Value | None) -> Markup:
    """Return one SVG element; text and attributes are escaped, an attribute of None is left out.

    An underscore in an attribute's name stands for a hyphen; a trailing one is dropped (``class_``).

    Examples
    --------
    >>> str(element("text", "a < b", class_="tick", x=1.25))
    '<text class="tick" x="1.25">a &lt; b</text>'
    """
    given = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(_text(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    inside = Markup("").join(escape(child) for child in children)
    return Markup(f"<{tag}{given}>{inside}</{tag}>") if children else Markup(f"<{tag}{given}/>")


def picture(width: float, height: float, label: str, *children: Markup, class_: str = "") -> Markup:
    """Return a whole drawing with the sentence a screen reader says instead of it."""
    return element(
        "svg",
        element("title", label),
        *children,
        viewBox=f"0 0 {_text(width)} {_text(height)}",
        width=width,
        height=height,
        role="img",
        aria_label=label,
        class_=class_ or None,
    )


def points(pairs: list[tuple[float, float]]) -> str:
    """Return coordinates as the text of a `points` attribute."""
    return " ".join(f"{_text(x)},{_text(y)}" for x, y in pairs)


def _text(value: Value) -> str:
    return (
        f"{value:.1f}".removesuffix(".0")
        if isinstance(value, float) and abs(value) > 9
        else (f"{value:.3g}" if isinstance(value, float) else str(value))
    )
