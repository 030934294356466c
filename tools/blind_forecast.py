"""Make the forecast of what is not known yet and write it with its hash. Refuses to write over a published one.

Run: python tools/blind_forecast.py 2026-11-22
"""

from __future__ import annotations

import argparse
import json

from ytterby.assessment.backtests.blind import FILE, made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("made_on", help="today, ISO")
    made_on = parser.parse_args().made_on
    if FILE.is_file():
        parser.error(f"{FILE.name} is there already: a blind forecast stays as it was made")
    FILE.write_text(json.dumps(made(made_on), indent=1) + "\n", "utf-8")
    print(json.loads(FILE.read_text("utf-8"))["sha256"])


if __name__ == "__main__":
    main()
