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
import tempfile
import time
from pathlib import Path
from typing import Any

from ytterby.evidence.documents.build import text_document
from ytterby.evidence.duplicates import sketch
from ytterby.evidence.extract import Page, extract_page
from ytterby.evidence.ingest import ingest, ready, take
from ytterby.evidence.store import Store

PLAIN = {
    "zh": "会议持续到傍晚,双方没有公布更多细节。分析人士对此看法不一,有人认为局势会缓和,也有人主张继续观望。记者多次致电该公司,截至发稿时未获回应。"
    "当地居民说,镇上的生活与往常没有什么两样,集市照常开放。这位官员拒绝透露谈判的具体安排,只说各方都希望尽快得出结果。业内普遍认为,问题的关键不在价格,而在信任。",
    "zh-Hant": "會議持續到傍晚,雙方沒有公布更多細節。分析人士對此看法不一,有人認為局勢會緩和,也有人主張繼續觀望。記者多次致電該公司,截稿前未獲回應。"
    "當地居民說,鎮上的生活與往常沒有什麼兩樣,市集照常開放。這位官員拒絕透露談判的具體安排,只說各方都希望盡快得出結果。",
    "ja": "会議は夕方まで続いたが、詳しい内容は明らかにされなかった。専門家の見方は分かれており、事態は落ち着くと話す人もいれば、様子を見るべきだと話す人もいる。"
    "取材に対し、会社側は期限までに回答しなかった。町の人々は、暮らしは以前と変わらないと口をそろえる。担当者は交渉の進め方について言及を避けた。",
    "ko": "회의는 저녁까지 이어졌지만 자세한 내용은 공개되지 않았다. 전문가들의 견해는 엇갈렸고, 상황이 나아질 것이라는 사람도 지켜봐야 한다는 사람도 있었다. "
    "회사 측은 기자의 질문에 답하지 않았다. 마을 사람들은 생활이 예전과 다르지 않다고 입을 모았다. 담당자는 협상 방식에 대해 말을 아꼈다. ",
    "vi": "Cuộc họp kéo dài đến chiều tối nhưng hai bên không nói thêm chi tiết nào. Giới quan sát có những ý kiến khác nhau, người thì lạc quan, "
    "người thì khuyên nên chờ đợi. Công ty không trả lời câu hỏi của phóng viên. Người dân trong vùng cho biết cuộc sống vẫn như trước. "
    "Vị quan chức từ chối nói về cách thức đàm phán. ",
    "en": "The meeting went on into the evening, and neither side gave further details. Observers were divided: some spoke of a thaw, others "
    "advised patience. The company did not answer questions sent by reporters. People in the town said that life went on as before and that the "
    "market opened as usual. The official would not say how the talks were to be arranged, only that everyone hoped for a result. ",
}
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
    return [x for x in re.findall(r"[^。.]+[。.]+ ?", PLAIN[language]) if x.strip()]


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
        (lang := languages[i % len(languages)], text_of(known[lang], filler[lang], i, characters))
        for i in range(count)
    ]


def reading(made: list[tuple[str, str]]) -> dict[str, Any]:
    """Characters per second of the whole reader (decode excluded, sketch included), in all and by language."""
    ready()  # as each process of an import does
    for text in dict(made).values():
        take(text_document(text, "warm"))
    by: dict[str, list[float]] = {}
    parts = {"document": 0.0, "marks": 0.0, "claims": 0.0, "sketch": 0.0}
    claims = 0
    for i, (language, text) in enumerate(made):
        t0 = time.perf_counter()
        document = text_document(text, f"{i}.txt")
        t1 = time.perf_counter()
        page = Page(document)
        t2 = time.perf_counter()
        claims += len(extract_page(page))
        t3 = time.perf_counter()
        sketch(document)
        t4 = time.perf_counter()
        for name, spent in zip(parts, (t1 - t0, t2 - t1, t3 - t2, t4 - t3), strict=True):
            parts[name] += spent
        mine = by.setdefault(language, [0.0, 0.0])
        mine[0] += len(text)
        mine[1] += t4 - t0
    size, spent = sum(m[0] for m in by.values()), sum(m[1] for m in by.values())
    return {
        "characters": int(size), "claims": claims, "characters_per_claim": round(size / claims),
        "seconds": round(spent, 3),
        "characters_per_second": round(size / spent),
        "by_language": {name: round(m[0] / m[1]) for name, m in by.items()},
        "share_of_time": {name: round(s / spent, 3) for name, s in parts.items()},
    }  # fmt: skip


def importing(made: list[tuple[str, str]], workers: int) -> dict[str, Any]:
    """Seconds to import all pages, one file each, into a new SQLite store."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for i, (_, text) in enumerate(made):
            path = Path(folder) / f"{i:05d}.txt"
            path.write_text(text, "utf-8")
            files.append(path)
        began = time.perf_counter()
        with Store(Path(folder) / "store") as store:
            report = ingest(files, store, workers)
        spent = time.perf_counter() - began
    return {
        "documents": report.documents, "claims": report.claims, "workers": workers, "seconds": round(spent, 1),
        "documents_per_second": round(report.documents / spent, 1),
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
        began, total = time.perf_counter(), 0
        for i in range(1_000_000):
            total += i
        best = min(best, time.perf_counter() - began)
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
        out["importing"] = importing(pages(args.documents, args.characters), args.workers)
    print(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
