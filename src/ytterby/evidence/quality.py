"""Refuse pages that are not prose about the subject: spam, word salad, keyword lists, other matters."""

from __future__ import annotations

import re

from ytterby.evidence.lexicon import Mark

# Where shuffled pieces show: after a mark what cannot begin a clause, before one what cannot end it, and almost nothing
# between two. Prose has up to 3 of them in a hundred marks, pieces of two characters in disorder 11 to 35 (measured on
# the development documents and shuffled copies of them); pieces as long as clauses cannot be told from prose. Every
# pattern begins with the mark: an expression that begins with one of few signs is searched many times faster.
_MARKS = ",。;!?"
_SEAM = {
    "zh": re.compile(
        r"[,。;!?](?:\s*(?:的|了(?!解)|着(?!手|眼|重|力)|们|吨|亿|%|元(?!首)|者|性(?!能)|等(?!待)|之(?![后前间一]))"
        r"|(?<=在.)(?<![存实所现内]..)|(?<=与.)(?<!参..)|(?<=对.)(?<![应反针面绝相敌核]..)"
        r"|(?<=和.)(?<![缓饱温总调]..)|(?<=向.)(?<![方转走流动导趋偏面]..)"
        r"|(?<=是.)(?<![但于可还就正都总若要只而不即]..)|(?<=而.)(?<![然从因反进时]..)"
        r"|(?<=为.)(?<![认成行作以因视转称较极]..)|(?<=[将被把第且或各每最不近超].)"
        r"|(?!近日|日前|目前|如今|今年|去年|当时|当天|昨日|今日|此前|此后|随后|同年|次年|例如|另外|同时|其中|此外"
        r"|因此|所以|然而|不过|但是|而且|其实|总之|首先|其次|最后|对此|为此|据悉|是的|不是|是)(?=[^,。;!?\n\s]{1,2}[,。;!?]))"
    ),
    "ja": re.compile(
        r"[、,。;!?](?:\s*(?:を|が(?!ん)|は(?!じ|い|る|か)|の(?!ち)|に(?!も|は|よ)|っ|ん|ー|る|れ|ょ|ゃ|ゅ|て|ら(?!し)|り"
        r"|た(?!だ|と|め|び)|さ(?!ら)|い(?!ず|わ|ま|く|っ|ち))|(?<=[っょゃゅ第約].)"
        r"|(?<=[,。;!?])(?=[^,。;!?\n\s]{1,2}[,。;!?]))"
    ),
}
_FEWEST_SEAMS, _SEAMS = 3, 0.055
_PUNCTUATION_PAIR = re.compile(r"[,,。、;;:][,,。、;;:]")
_LOWER_START = re.compile(
    r"[.!?](?<=[a-zà-ỹ]{2}.)(?<!\binc.)(?<!\bcorp.)(?<!\bltd.)(?<!\bco.)(?<!\bvs.)(?<!\bst.)(?<!\bno.)(?<!\best.)"
    r"\s+[a-zà-ỹ]"
)
_UPPER_START = re.compile(r"[.!?](?<=[a-zà-ỹ0-9)%].)\s+[A-ZÀ-Ỹ\"“]")
_SENTENCE = re.compile(r"[.!?](?:\s|$)")
_ENGLISH = """
    the of to and in a an for is that on by with as at from its has have was were be are it will or not this which their
    but
"""
_VIETNAMESE = """
    của và các là trong cho với được đã sẽ có không này từ những một để về trên khi theo tại đến ra bị cũng
"""
_FUNCTION = {"en": frozenset(_ENGLISH.split()), "vi": frozenset(_VIETNAMESE.split())}
_PARTICLES = {"zh": "的了在是和与为对将不有以及其并从被这而但也由于", "ja": "はがをにのでとも"}
_LEAST = {"en": 0.10, "vi": 0.07, "zh": 0.015, "ja": 0.08}
_SUBJECT = frozenset({"mat", "weapon", "dom"})
# Words of trade and industry are enough for a short text; a long one must name the subject.
_WEAK = frozenset(
    {
        "deal",
        "stage",
        "inventory",
        "tariff",
        "capacity",
        "stake",
        "fund",
        "place",
        "org",
        "reserve",
        "q",
        "thresh",
        "dep",
    }
)
_WEAKEST = frozenset({"lead", "term", "delay", "said", "target", "loss", "price", "plan", "fore"})
_FEWEST = 2
_SHORT_CJK, _SHORT = 150, 350
# Known words of two or more characters in a thousand. Prose of the subject has 50 to 170, shuffled characters
# fewer than 5 (measured on the development documents and on shuffled copies of them).
_FEWEST_WORDS = {"zh": 20, "ja": 20, "ko": 10}
_SHORTEST = 80
_WORD = re.compile(r"\w+")


def refusal(folded: str, raw: str, language: str, marks: list[Mark]) -> str:
    """Return why a page is refused ("spam", "scrambled", "keywords", "off topic"), or "" if it is read.

    The page is judged as a whole; a claim is never dropped because of its content.
    """
    spam = domain = weak = 0
    for _, _, entries in marks:
        for category, _ in entries:
            if category in _SUBJECT:
                domain += 1
                break
            if category in _WEAK:
                weak += 2
                break
            if category in _WEAKEST:
                weak += 1
                break
            if category == "spam":
                spam += 1
    if spam >= 2 and spam * 4 >= domain:
        return "spam"
    if spam and domain <= 2:
        return "spam"
    if not domain and (weak < _FEWEST or len(folded) > (_SHORT_CJK if language in ("zh", "ja", "ko") else _SHORT)):
        return "off topic"
    if language in _FEWEST_WORDS and len(folded) >= _SHORTEST:
        words = sum(b - a >= 2 for a, b, _ in marks)
        if words * 1000 < _FEWEST_WORDS[language] * len(folded):
            return "scrambled"
    if language in ("zh", "ja"):
        return _cjk(folded, language)
    return _alphabetic(folded, raw, language)


def _cjk(folded: str, language: str) -> str:
    pairs = len(_PUNCTUATION_PAIR.findall(folded))
    if pairs >= 3 and pairs * 250 > len(folded):
        return "scrambled"
    seams = len(_SEAM[language].findall(folded))
    if seams >= _FEWEST_SEAMS and seams > _SEAMS * sum(map(folded.count, _MARKS)):
        return "scrambled"
    if len(folded) >= 150 and sum(map(folded.count, _PARTICLES[language])) < _LEAST[language] * len(folded):
        return "keywords"
    return ""


def _alphabetic(folded: str, raw: str, language: str) -> str:
    sample = raw[:6000]
    if language != "ko":
        low, high = len(_LOWER_START.findall(sample)), len(_UPPER_START.findall(sample))
        if low >= 2 and low * 2 >= high:
            return "scrambled"
    words = _WORD.findall(folded[:6000])
    pieces = [p for p in _SENTENCE.split(folded[:6000]) if p.strip()]
    short = sum(len(p.split()) <= 2 for p in pieces)
    if len(pieces) >= 8 and short * 7 > len(pieces):
        return "scrambled"
    if len(words) >= 40:
        if language == "ko":
            return "keywords" if len(_SENTENCE.findall(folded)) * 60 < len(words) else ""
        if sum(w in _FUNCTION[language] for w in words) < _LEAST[language] * len(words):
            return "keywords"
    return ""
