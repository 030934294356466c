"""The words of page and brief: whole in six languages, the same slots, no number of their own."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from ytterby.baseline.shelf import current
from ytterby.baseline.yamlfile import read_yaml
from ytterby.domain.place import LANGUAGES
from ytterby.domain.regime import Branch
from ytterby.domain.words import DemandClass, Permission, Stage, Standing
from ytterby.errors import UsageError
from ytterby.network.chain import load_chain
from ytterby.network.estimates import chain_estimates
from ytterby.planning.levers import KINDS
from ytterby.report.brief.tongue import words_of

SLOT = re.compile(r"\{(\w+)\}")
SAID = re.compile(r"""(?:say\(\s*|words\[|words_of\([^)]*\)\[)["']((?:brief|shared)\.[\w.-]+)["']""")
OURS = ("brief.", "shared.")
CHAINS = sorted(name for name in current().names("chains"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_every_word_with_the_same_slots(lang):
    english, words = words_of("en"), words_of(lang)
    ours = {k for k in english if k.startswith(OURS)}
    assert {k for k in words if k.startswith(OURS)} == ours
    for key in ours:
        assert words[key].strip() and sorted(SLOT.findall(words[key])) == sorted(SLOT.findall(english[key])), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_hold_no_digit(lang):
    assert [k for k, text in words_of(lang).items() if k.startswith("brief.") and re.search(r"\d", text)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_only_english_is_written_in_english(lang):
    sentences = [k for k, text in words_of("en").items() if k.startswith("brief.") and len(text) > 25]
    same = [k for k in sentences if lang != "en" and words_of(lang)[k] == words_of("en")[k]]
    assert same == [] and len(sentences) > 50


def test_every_key_that_is_said_is_there():
    folder = files("ytterby.report").joinpath("brief")
    texts = [f.read_text("utf-8") for f in folder.iterdir() if f.name.endswith(".py")]
    said = {key for text in texts for key in SAID.findall(text)}
    assert len(said) > 60 and said - set(words_of("en")) == set()


def test_every_key_is_said():
    folder, page = (
        files("ytterby.report").joinpath("brief"),
        files("ytterby.report").joinpath("templates/brief.html.j2"),
    )
    source = "".join(f.read_text("utf-8") for f in folder.iterdir() if f.name.endswith(".py")) + page.read_text("utf-8")
    families = ("brief.col.", "brief.made.", "brief.limits.")
    unused = [k for k in words_of("en") if k.startswith("brief.") and f'"{k}"' not in source
              and not any(k.startswith(f) for f in families)]  # fmt: skip
    assert unused == []


def test_the_vocabulary_of_the_model_has_words():
    words = words_of("en")
    uses = {use.end_use for name in CHAINS for use in load_chain(name).uses}
    materials = {material for name in CHAINS for material in load_chain(name).materials}
    industries = {
        i for p in read_yaml(current().item("value_added.yaml").path)["places"].values() for i in p["industries"]
    }
    wanted = {
        "use": uses, "stage": set(map(str, Stage)), "standing": set(map(str, Standing)), "lever": set(KINDS),
        "class": set(map(str, DemandClass)), "permission": {p.name.lower() for p in Permission},
        "branch": set(map(str, Branch)), "scenario": set(current().names("scenarios")), "material": materials,
        "industry": industries | {"all"},
    }  # fmt: skip
    missing = [
        f"shared.{kind}.{w}" for kind, found in wanted.items() for w in found if f"shared.{kind}.{w}" not in words
    ]
    assert missing == []


def test_every_input_of_a_bundled_chain_has_words():
    words = words_of("en")
    kinds = ("input", "material", "stage", "use", "kind")
    parts = {part for name in CHAINS for e in chain_estimates(load_chain(name)).items for part in e.id.split("/")}
    ours = {p for p in parts if not p[:3].isupper() and p != "all"}
    assert {p for p in ours if not any(f"shared.{kind}.{p}" in words for kind in kinds)} == set()


def test_an_unknown_language_is_refused_with_the_choices():
    with pytest.raises(UsageError) as refused:
        words_of("zh")
    assert "zh-Hant" in str(refused.value) and refused.value.exit_code == 2
