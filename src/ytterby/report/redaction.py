"""Own firms, parts and stocks under stable other names, for what leaves the house."""

from __future__ import annotations

import html
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ytterby import baseline
from ytterby.baseline.programmes import load_programmes
from ytterby.baseline.shelf import bundled_shelf, current
from ytterby.baseline.yamlfile import load_model, read_yaml
from ytterby.errors import BadInput
from ytterby.report.spelling import bounded, fold, is_unspaced, places_of
from ytterby.scenario.own import own_books
from ytterby.scenario.project_list import load_projects
from ytterby.scenario.schema import Scenario

FILE = "pseudonyms.json"
FEWEST_SIGNS = 3
"""Shorter names are masked in their own fields only: in running text they would hit other words. One sign less is
enough in a script without spaces, where many a firm's name has two."""
HIDDEN = ("levers", "inputs")
"""Keys of a run that spell out what is the user's own; a redacted run does without them."""


class Redactor:
    """Replaces names by pseudonyms such as ``part 1``, the same in every output of a workspace.

    Parameters
    ----------
    folder : workspace that remembers the pseudonyms; None gives them for this output alone.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._path = folder / FILE if folder else None
        known = self._path.is_file() if self._path else False
        self._given: dict[str, dict[str, int]] = (
            json.loads(self._path.read_text("utf-8")) if known and self._path else {}
        )
        self._terms: dict[str, str] = {}
        self._pattern: re.Pattern[str] | None = None

    def name(self, kind: str, name: str) -> str:
        """Return the pseudonym of a name, and mask the name from now on wherever it is a word of its own."""
        key = name.strip()
        if not key:
            return name
        known = self._given.setdefault(kind, {})
        if key not in known:
            known[key] = len(known) + 1
            self._remember()
        pseudonym = f"{kind} {known[key]}"
        if len(key) >= (FEWEST_SIGNS - 1 if is_unspaced(key) else FEWEST_SIGNS) and not _is_vocabulary(key):
            for written in (key, html.escape(key)):
                self._terms[fold(written)] = pseudonym
            self._pattern = None
        return pseudonym

    def names(self, kind: str, names: Iterable[str]) -> None:
        """Mask several names."""
        for name in names:
            self.name(kind, name)

    def text(self, text: str) -> str:
        """Return a text with every known name masked, longest first, in any case of letters.

        A name ends where its word does: at a sign that is no letter and no digit, an underscore included, or where
        writing without spaces (Chinese, Japanese, Korean, Thai) begins or ends.
        """
        if not self._terms:
            return text
        if self._pattern is None:
            longest = sorted(self._terms, key=len, reverse=True)
            self._pattern = re.compile("|".join(map(bounded, longest)))
        found = list(self._pattern.finditer(fold(text)))
        if not found:
            return text
        at, out, done = places_of(text), list[str](), 0
        for match in found:
            out += [text[done : at[match.start()]], self._terms[match[0]]]
            done = at[match.end()]
        return "".join((*out, text[done:]))

    def plain(self, value: Any) -> Any:  # noqa: ANN401 - plain JSON data
        """Return plain data with every text in it masked, keys included."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.text(str(k)): self.plain(v) for k, v in value.items()}
        if isinstance(value, list | tuple):
            return [self.plain(v) for v in value]
        return value

    def run(self, result: Mapping[str, Any]) -> dict[str, Any]:
        """Return a run's object for others: names masked, and without the keys that spell out the user's own."""
        out: dict[str, Any] = self.plain({k: v for k, v in result.items() if k not in HIDDEN})
        if "evidence" in out:
            out["evidence"] = _without_paths(out["evidence"])
        return {**out, "redacted": True}

    def comparison(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """Return a comparison for others: names masked, values of levers and names of own files hidden."""
        out: dict[str, Any] = self.plain({**told, "changed": [_hidden(row) for row in told["changed"]]})
        return {**out, "redacted": True}

    def _remember(self) -> None:
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".writing-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(self._given, file, ensure_ascii=False, indent=1)
        Path(name).replace(self._path)


def _hidden(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what differs between two runs without what a redacted run goes without."""
    id_ = str(row["id"])
    if id_.split(".", maxsplit=1)[0] in HIDDEN:
        return {**row, **{side: row[side] and "masked" for side in ("before", "after")}}
    folder, slash, _ = id_.partition("/")
    return {**row, "id": f"{folder}/own file"} if slash and id_ not in bundled_shelf().files else dict(row)


def _without_paths(evidence: dict[str, Any]) -> dict[str, Any]:
    """Return what documents did to a run without where they lie: paths name people and machines."""
    number = {key: n for n, key in enumerate(dict.fromkeys(q["document"] for q in evidence["quotes"]), start=1)}
    quotes = [{**q, "path": f"document {number[q['document']]}"} for q in evidence["quotes"]]
    return {**evidence, "workspace": "the workspace", "quotes": quotes}


def own_names(redactor: Redactor) -> None:
    """Teach a redactor the names of the workspace in use, its scenarios included.

    These are firms, parts, stocks, suppliers, programmes and sites.
    """
    for book in own_books():
        redactor.names("firm", (*book.firms, *(s.id for s in book.suppliers)))
        redactor.names("part", book.parts)
        redactor.names("stock", [s.id for s in book.stocks] + [r.id for r in book.reserves])
    if own_programmes := _own_programmes():
        for programme in load_programmes().programmes:
            if programme.id in own_programmes:
                redactor.names("programme", (programme.id, programme.title))
    for name in current().names("projects"):
        if current().files[f"projects/{name}.yaml"].origin == "workspace":
            for venture in load_projects(name).ventures:
                redactor.names("firm", (venture.name, venture.owner, venture.id))
    for name in current().names("scenarios"):
        if current().files[f"scenarios/{name}.yaml"].origin == "workspace":
            with suppress(BadInput):  # one that cannot be read is told of when it is asked about
                scenario_names(redactor, load_model(Scenario, current().files[f"scenarios/{name}.yaml"].path))


def scenario_names(redactor: Redactor, scenario: Scenario) -> None:
    """Teach a redactor the stocks, reserves and suppliers that a scenario names."""
    levers = scenario.levers
    redactor.names("stock", [s.id for s in levers.stocks] + [r.id for r in levers.reserves])
    redactor.names("firm", (s.id for s in levers.third_country))


def _own_programmes() -> frozenset[str]:
    books: Iterator[dict[str, Any]] = (
        read_yaml(current().item(f"programmes/{name}.yaml").path) for name in current().names("programmes")
    )
    return frozenset(str(p.get("id")) for book in books for p in book.get("programmes", []))


def _is_vocabulary(name: str) -> bool:
    return name in baseline.places() or name.replace(".", "").replace("-", "").isdigit()
