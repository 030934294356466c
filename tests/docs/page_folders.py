"""What a page takes for granted: files beside it, and names that stand for something of the reader's."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from code_blocks import ROOT

OFFICIAL = ROOT / "tests" / "fixtures" / "official"
DOCUMENT = "On 3 March 2026 the ministry said that Japan depends on China for 60 % of its rare earth imports. 稀土\n"
Names = dict[str, str]


def asked(*words: str) -> None:
    from ytterby.cli.main import run

    assert run(list(words)) == 0, words


def small_run(scenario: str = "japan-2026", seed: str = "1") -> str:
    asked("run", scenario, "--draws", "8", "--months", "6", "--seed", seed)
    return max((p for p in Path("ytterby-runs").iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime_ns).name


def readme() -> Names:
    Path("DOCUMENTS").mkdir()
    Path("DOCUMENTS/note.txt").write_text(DOCUMENT, "utf-8")
    run = small_run()
    number = "first_short/JPN/ev-traction/civil"
    bill = shutil.copy(ROOT / "src/ytterby/baseline/bills/actuator.csv", "BOM.csv")
    return {"RUN": run, "NUMBER": number, "BOM.csv": str(bill)}


def updating() -> Names:
    months = (OFFICIAL / "estat.csv").read_text("utf-8")
    Path("months.csv").write_text(months.replace(",2025,", ",2026,"), "utf-8")
    first, second = small_run(), small_run("japan-2026-civil-denial")
    return {"japan-2026-1a2b3c4d": first, "japan-2026-5e6f7a8b": second}


def reading() -> Names:
    Path("articles").mkdir()
    Path("articles/note.txt").write_text(DOCUMENT, "utf-8")
    Path("feed.jsonl").write_text(json.dumps({"text": DOCUMENT, "url": "http://news.example/1"}) + "\n", "utf-8")
    asked("read", "articles")
    from ytterby.evidence.store import Store

    with Store("ytterby-workspace") as store:
        key = store.claims()[0].id.removeprefix("c1:")[:12]
    run = small_run("gallium-germanium-2023")
    return {"49ff337b4acf": key, "2eedbdf03446": key, "report.pdf": "articles/note.txt", "RUN": run}


def confidential() -> Names:
    shutil.copy(ROOT / "src/ytterby/baseline/bills/actuator.csv", "bill.csv")
    text = (ROOT / "src/ytterby/baseline/scenarios/japan-2026.yaml").read_text("utf-8")
    Path("mine.yaml").write_text(text.replace("id: japan-2026", "id: mine", 1), "utf-8")
    run = small_run("mine.yaml")
    Path("outbox").mkdir()
    return {"mine-1a2b3c4d": run}


def briefing() -> Names:
    return {
        "japan-2026-slowdown-1a2b3c4d": small_run("japan-2026-slowdown"),
        "japan-2026-1a2b3c4d": small_run(),
    }


def notebooks() -> Names:
    shutil.copytree(ROOT / "docs" / "notebooks", "docs/notebooks")
    return {}


def nothing() -> Names:
    return {}


FOLDERS: dict[str, Callable[[], Names]] = {
    "README.md": readme,
    "docs/how-to/keep-up-to-date.md": updating,
    "docs/how-to/notebooks.md": notebooks,
    "docs/how-to/read-documents.md": reading,
    "docs/how-to/work-confidentially.md": confidential,
    "docs/how-to/write-a-brief.md": briefing,
}


def prepared(page: Path, folder: Path) -> Names:
    """Fill the folder of a page and return what stands for what."""
    os.chdir(folder)
    return FOLDERS.get(page.relative_to(ROOT).as_posix(), nothing)()
