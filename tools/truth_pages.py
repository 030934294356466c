"""Write the results into docs/explanation/{backtests,leverage,money,claim-checks}.md and draw docs/images/truth/*.svg.

Run: python tools/truth_pages.py [backtests leverage money claims] [--draws 192]   (some minutes; the same version gives
the same figures)
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

from truth import pages

DOCS = Path(__file__).resolve().parents[1] / "docs"
BEGIN, END = "<!-- written by tools/truth_pages.py -->", "<!-- end -->"
WRITTEN: dict[str, tuple[str, Callable[[int, Path], Iterable[str]]]] = {
    "backtests": ("backtests.md", pages.backtests),
    "money": ("money.md", pages.money),
    "leverage": ("leverage.md", pages.leverage),
    "claims": ("claim-checks.md", pages.claims),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*WRITTEN, []])
    parser.add_argument("--draws", type=int, default=192)
    options = parser.parse_args()
    images = DOCS / "images" / "truth"
    images.mkdir(parents=True, exist_ok=True)
    for name in options.names or WRITTEN:
        file, write = WRITTEN[name]
        page = DOCS / "explanation" / file
        text = page.read_text("utf-8")
        body = "\n".join([BEGIN, "", *write(options.draws, images), "", END])
        page.write_text(text.split(BEGIN)[0] + body + text.split(END)[1], "utf-8")
        print(page.name)


if __name__ == "__main__":
    main()
