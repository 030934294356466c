"""How fast the reader is: characters per second on one core, and the time to import many documents.

    python benchmarks/reader.py [--documents 10000] [--characters 2000] [--workers 2] [--profile]

Pages are made from the made-up sentences of tests/corpus, six languages in turn; no two are the same. A page is read
in two densities: as a report (three sentences in four claim nothing; about as many claims by length as in the
development documents), and packed (every sentence claims something, which no real text does). Prints one JSON
object with the machine's facts; `calibration_ms` is the time of a million additions, by which runs can be compared.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import re
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

from ytterby.evidence.documents.build import text_document
from ytterby.evidence.duplicates import sketch
from ytterby.evidence.extract import Page, extract_page
from ytterby.evidence.ingest import ingest, ready, take
from ytterby.evidence.store import Store

CORPUS = Path(__file__).resolve().parent.parent / "tests/corpus"


def sentences() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted(CORPUS.glob("*_sentences.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            found.setdefault(row["lang"], []).append(row["text"])
    return found


def plain(language: str) -> list[str]:
    """Return the sentences that claim nothing."""
    texts = json.loads((CORPUS / "plain.json").read_text("utf-8"))
    return [x for x in re.findall(r"[^。.]+[。.]+ ?", texts[language]) if x.strip()]


def text_of(known: list[str], filler: list[str], number: int, characters: int) -> str:
    """Return a page of about `characters`: a heading with a date, paragraphs of four sentences."""
    pick = random.Random(number)
    parts, size = [f"2025-{number % 12 + 1:02d}-{number % 28 + 1:02d}  No. {number}"], 0
    while size < characters:
        others = [pick.choice(filler) for _ in range(3)] if filler else [pick.choice(known) for _ in range(3)]
        paragraph = " ".join([others[0], pick.choice(known), *others[1:]])
        parts.append(paragraph)
        size += len(paragraph)
    return "\n\n".join(parts)


def pages(count: int, characters: int, packed: bool = False) -> list[tuple[str, str]]:
    known = sentences()
    filler = {lang: [] if packed else plain(lang) for lang in known}
    languages = list(known)
    return [
        (lang := languages[i % len(languages)], text_of(known[lang], filler[lang], i, characters)) for i in range(count)
    ]


def reading(made: list[tuple[str, str]]) -> dict[str, Any]:
    """Characters per second of one core, whole reader (decode excluded, sketch included), in all and by language.

    Time is processor time: what others do on the machine counts only as far as it makes the core itself slower.
    """
    ready()  # as each process of an import does
    for text in dict(made).values():
        take(text_document(text, "warm"))
    by: dict[str, list[float]] = {}
    parts = {"document": 0.0, "marks": 0.0, "claims": 0.0, "sketch": 0.0}
    claims = 0
    for i, (language, text) in enumerate(made):
        t0 = time.process_time()
        document = text_document(text, f"{i}.txt")
        t1 = time.process_time()
        page = Page(document)
        t2 = time.process_time()
        claims += len(extract_page(page))
        t3 = time.process_time()
        sketch(document)
        t4 = time.process_time()
        for name, spent in zip(parts, (t1 - t0, t2 - t1, t3 - t2, t4 - t3), strict=True):
            parts[name] += spent
        mine = by.setdefault(language, [0.0, 0.0])
        mine[0] += len(text)
        mine[1] += t4 - t0
    size, spent = sum(m[0] for m in by.values()), sum(m[1] for m in by.values())
    return {
        "characters": int(size), "claims": claims, "characters_per_claim": round(size / claims),
        "processor_seconds": round(spent, 3),
        "characters_per_second": round(size / spent),
        "by_language": {name: round(m[0] / m[1]) for name, m in by.items()},
        "share_of_time": {name: round(s / spent, 3) for name, s in parts.items()},
    }  # fmt: skip


def importing(made: list[tuple[str, str]], workers: int) -> dict[str, Any]:
    """Seconds to import all pages, one file each, into a new SQLite store; processor time of writer and readers."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for i, (_, text) in enumerate(made):
            path = Path(folder) / f"{i:05d}.txt"
            path.write_text(text, "utf-8")
            files.append(path)
        usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        before = [u.ru_utime + u.ru_stime for u in usage]
        began = time.perf_counter()
        with Store(Path(folder) / "store") as store:
            report = ingest(files, store, workers)
        spent = time.perf_counter() - began
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "documents": report.documents, "claims": report.claims, "workers": workers, "seconds": round(spent, 1),
        "documents_per_second": round(report.documents / spent, 1),
        "processor_seconds": [round(u.ru_utime + u.ru_stime - b, 1) for u, b in zip(used, before, strict=True)],
    }  # fmt: skip


def machine() -> dict[str, Any]:
    model = ""
    info = Path("/proc/cpuinfo")
    if info.exists():
        model = next((x.split(":")[1].strip() for x in info.read_text().splitlines() if x.startswith("model name")), "")
    return {
        "processor": model or platform.processor(), "cores": os.cpu_count(), "load_average": os.getloadavg(),
        "system": platform.system(), "python": platform.python_version(),
    }  # fmt: skip


def calibration() -> float:
    """Return the milliseconds of a million additions, the best of five."""
    best = 1e9
    for _ in range(5):
        began, total = time.process_time(), 0
        for i in range(1_000_000):
            total += i
        best = min(best, time.process_time() - began)
    return round(1000 * best, 1)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--characters", type=int, default=2_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--read-only", action="store_true", help="only characters per second")
    parser.add_argument("--profile", action="store_true", help="print where the time goes instead")
    args = parser.parse_args()
    if args.profile:
        import cProfile
        import pstats

        made = pages(600, args.characters, packed=True)
        reading(made[:12])
        with cProfile.Profile() as profile:
            reading(made)
        pstats.Stats(profile).sort_stats("tottime").print_stats(40)
        return
    most = min(args.documents, 1_800)
    out: dict[str, Any] = {"machine": machine()}
    for name, packed in (("report", False), ("packed", True)):
        before = calibration()
        found = reading(pages(most, args.characters, packed))
        out[name] = found | {"calibration_ms": [before, calibration()]}
    if not args.read_only:
        before_import = calibration()
        out["importing"] = importing(pages(args.documents, args.characters), args.workers)
        out["importing"]["calibration_ms"] = [before_import, calibration()]
    print(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
