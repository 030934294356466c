"""From the words of a bill to goods: exact names or suggestions, never a silent guess."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from ytterby.baseline.shelf import Item, current
from ytterby.baseline.yamlfile import load_model
from ytterby.controls.facts import Goods
from ytterby.domain.goods import Goods as Vocabulary


@dataclass(frozen=True)
class Named:
    """What a word stands for: goods, or suggestions when the word is not known."""

    goods: Goods | None
    suggestions: tuple[str, ...] = ()


def goods_named(word: str) -> Named:
    """Return the goods of a name or an id of the vocabulary.

    Examples
    --------
    >>> goods_named("NdFeB with Dy").goods.material
    'magnet/ndfeb-dy'
    >>> goods_named("disprosium oxide").suggestions[0]
    'dysprosium oxide'
    """
    return _named(word, current().item("goods.yaml"))


def known_goods() -> dict[str, tuple[str, ...]]:
    """Return the ids of the vocabulary, each with its words."""
    return {good.id: good.words for good in load_model(Vocabulary, current().item("goods.yaml").path).goods}


@lru_cache(maxsize=65536)
def _named(word: str, vocabulary: Item) -> Named:
    table = _table(vocabulary)
    key = " ".join(word.casefold().split())
    if key in table:
        return Named(table[key])
    return Named(None, tuple(get_close_matches(key, list(table), n=3, cutoff=0.5)))


@lru_cache(maxsize=4)
def _table(vocabulary: Item) -> dict[str, Goods]:
    table: dict[str, Goods] = {}
    for good in load_model(Vocabulary, vocabulary.path).goods:
        goods = Goods(good.id, good.form, good.elements, properties=tuple(sorted(good.properties.items())))
        for word in (good.id, *good.words):
            table[word.casefold()] = goods
    return table
