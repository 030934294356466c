"""What no tracked text may hold: paths of one machine, index hosts, loose ends, judgements of claims."""

from __future__ import annotations

import re

import pytest

THIS = "tests/architecture/test_texts.py"
MACHINE_PATH = re.compile(r"(?<![\w.~}/])/(?:home|root|Users|work|mnt|opt)/\w")
INDEX = re.compile(r"index-url|trusted-host\s+\S*\.|find-links\s+\S*[/.]|pypi\.\w+|/simple/")
LOOSE_END = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
# The engine checks claims against a model and reads law; it neither convicts nor certifies.
JUDGEMENT = re.compile(r"\b(?:verdict|debunk\w*|fake news|is compliant)\b", re.IGNORECASE)


def offenders(texts: dict[str, str], pattern: re.Pattern[str], prefix: str = "") -> list[str]:
    return [
        f"{name}: {match[0]}"
        for name, text in texts.items()
        if name.startswith(prefix) and name != THIS and (match := pattern.search(text))
    ]


def test_no_path_of_one_machine(texts):
    assert offenders(texts, MACHINE_PATH) == []


def test_no_index_host(texts):
    permitted = re.compile(r"--no-emit-(?:index-url|trusted-host|find-links)")  # options of `make lock`
    assert offenders({name: permitted.sub("", text) for name, text in texts.items()}, INDEX) == []


def test_no_loose_ends(texts):
    assert offenders(texts, LOOSE_END, prefix="src/") == []


def test_no_judgement_of_claims(texts):
    code = {name: text for name, text in texts.items() if not name.startswith("src/ytterby/controls/")}
    assert offenders(code, JUDGEMENT, prefix="src/") == []


def test_lock_is_complete(texts):
    lines = texts["requirements.lock"].splitlines()
    entries = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert len(entries) > 40
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+(?: ; .+)? \\", line) for line in entries)
    assert texts["requirements.lock"].count("--hash=sha256:") >= len(entries)
    assert "://" not in texts["requirements.lock"]


def test_locks_what_is_declared(texts):
    import tomllib

    project = tomllib.loads(texts["pyproject.toml"])
    names = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"], "editables"]
    names += project["build-system"]["requires"]
    locked = set(re.findall(r"^([\w.-]+)==", texts["requirements.lock"], re.MULTILINE))
    declared = {re.split(r"[^\w.-]", name, maxsplit=1)[0].replace(".", "-").lower() for name in names}
    assert declared <= {name.replace(".", "-").lower() for name in locked}


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (MACHINE_PATH, "see /home/someone/x"),
        (INDEX, "--index-url https://host.example/simple"),
        (LOOSE_END, "# TODO later"),
        (JUDGEMENT, "the verdict is false"),
    ],
)
def test_patterns_can_match(pattern, text):
    assert pattern.search(text)
