"""The number and unit grammar of each language, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_EN_ONE = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen"
)
_EN_TEN = (
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?"
)
NUMBER = {
    "zh": rf"(?P<vague>数|几|何|上(?=[百千万亿十]))(?P<vn>[十百千万亿兆]*)"
    rf"|(?P<n>(?:{_DIGITS}[百千]?[万亿兆]{{0,2}})+|[一二两三四五六七八九十百千万亿〇零]+"
    rf"|半(?=年|个?月|数))(?P<mid>[多余来几])?(?P<sc>[百千]?[万亿兆]{{1,2}})?",
    "ja": rf"(?P<vague>数|何|幾)(?P<vn>[十百千万億兆]*)"
    rf"|(?P<n>(?:{_DIGITS}[百千]?[万億兆]{{0,2}})+|[一二三四五六七八九十百千万億]+"
    rf"|半(?=年))(?P<mid>[余])?(?P<sc>[百千]?[万億兆]{{1,2}})?",
    "ko": rf"(?P<vague>수|몇)\s?(?P<vn>[십백천만억조]*)(?=\s?[가-힣%])"
    rf"|(?P<n>{_DIGITS}[백천]?[만억조]?(?:\s?{_DIGITS}[백천]?[만억조])*|(?:한|두|세|네|석|넉"
    rf"|다섯|여섯|일곱|여덟|아홉|열)(?=\s(?:배|달|곳|개|가지"
    rf"|주)))(?P<mid>여)?\s?(?P<sc>[백천]?[만억조]{{1,2}})?",
    "en": rf"(?:(?P<cur>us\$|a\$|c\$|au\$|ca\$|nz\$|hk\$|\$|£|€|¥|₩"
    rf"|₹)\s?)?(?<![\w.,])(?:(?P<vague>several|a few|dozens of|hundreds of|thousands of|tens of"
    rf"|a couple of)(?:\s(?P<vn>hundred|thousand|million|billion|trillion|dozen))?"
    rf"|(?P<n>{_DIGITS}|(?:{_EN_ONE})(?![a-z])(?:\sand a half)?|{_EN_TEN}|a dozen|half an?"
    rf"|an?(?=\s(?:hundred|thousand|million|billion|trillion|year|month|week)\b)))"
    r"(?:[\s-]?(?P<sc>hundred|thousand|million|billion|trillion|crore|lakh|mn|bn|tn|trn|m|k|b)(?![a-z]))?(?P<mid>\+)?",
    "vi": r"(?<![\w.,])(?:(?P<vague>hàng|vài|mấy|nhiều)(?:\s(?P<vn>chục|trăm|nghìn|ngàn|triệu|tỷ"
    r"|chục tỷ|trăm tỷ|trăm triệu))?"
    r"|(?P<n>\d[\d.,]*\d|\d|(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|nửa)(?=\s)))"
    r"(?:\s(?P<sc>nghìn tỷ|ngàn tỷ|trăm tỷ|trăm triệu|chục triệu|trăm nghìn|tỷ|tỉ|triệu|nghìn"
    r"|ngàn|vạn|trăm)(?!\w))?(?P<mid>\+)?",
}
RANGE = {
    "zh": r"\s?[-~—–至到]\s?",
    "ja": r"\s?(?:[-~〜—–]|から)\s?",
    "ko": r"\s?[-~〜∼—–]\s?",
    "en": r"\s?(?:[-~—–]|to|or)\s?|\sand\s",
    "vi": r"\s?(?:[-~—–]|đến|tới|hoặc)\s?",
}
BEFORE = {
    "zh": r"(?:(?P<high>不会超过|不超过|不得超过|不足|不到|低于|少于|最多|至多|将近|接近|近|未达"
    r"|上限为|不会高于|仅剩不到)|(?P<low>超过了?|逾|超|至少要?|不少于|不低于|高于|多于|突破"
    r"|大于|超逾|达到或超过)|(?P<about>大约|约为?|大概|左右|约占))(?:需要?|要|投入|花|达到?|为"
    r"|约)?\s?$",
    "ja": r"(?:(?P<high>最大|最長|最高|多くて)|(?P<low>少なくとも|最低でも|最低|最短でも)"
    r"|(?P<about>約|およそ|ほぼ|概ね))(?:で)?\s?$",
    "ko": r"(?:(?P<high>최대|최장|고작|불과)|(?P<low>최소|적어도|최저)|(?P<about>약|대략|평균))\s?$",
    "en": r"\b(?:(?P<high>less than|fewer than|under|below|no more than|not more than|at most|nearly"
    r"|almost|up to|just under|close to|as (?:much|many) as|within|only up to|no longer than"
    r"|shy of|to within|maximum of|little under)|(?P<low>more than|over|at least|in excess of"
    r"|exceed(?:s|ed|ing)?|above|upwards? of|no less than|not less than|beyond|topped"
    r"|surpass(?:ed|es)|minimum of|greater than|little more than|worth over)|(?P<about>about"
    r"|around|roughly|some|approximately|an estimated|circa))\s(?:the\s|a\s|an\s)?$",
    "vi": r"(?<!\w)(?:(?P<high>không quá|không vượt quá|không phụ thuộc quá|gần|dưới|chưa đầy"
    r"|chưa tới|chưa đến|tối đa|không đến|không tới|ít hơn|tới|đến|thấp hơn"
    r"|không phụ thuộc quá)|(?P<low>hơn|trên|ít nhất|tối thiểu|vượt|vượt quá|quá|từ)"
    r"|(?P<about>khoảng|chừng|ước tính|xấp xỉ))\s$",
}
AFTER = {
    "zh": r"\s?(?:(?P<low>及?以上|多(?![种个家])|余)|(?P<high>及?以下|以内|之内|内(?!的))|(?P<about>左右|上下))",
    "ja": r"\s?(?:(?P<low>以上|超|余り|強|を超え|を上回|を突破|台に|台を|あまり)|(?P<high>以下|未満"
    r"|弱|近く|近い|足らず|以内|を下回|を切)|(?P<about>程度|ほど|前後|くらい|ぐらい))",
    "ko": r"\s?(?:(?P<low>이상|초과|을 넘(?!기지)|를 넘(?!기지)|을 돌파|를 돌파|을 웃|를 웃|남짓"
    r"|넘게)|(?P<high>이하|미만|가까이|이내|에 못|을 넘기지|를 넘기지|도 안)|(?P<about>안팎"
    r"|정도|수준|가량|쯤))",
    "en": r"\s?(?:(?P<low>or more|or higher|or above|and above|and more|-plus|\+)|(?P<high>or less"
    r"|or fewer|or below|at most))",
    "vi": r"\s?(?:[\w%]+\s){0,6}?(?:(?P<low>trở lên)|(?P<high>trở xuống))",
}
PER = {
    "zh": (r"(?:每(公斤|千克|吨|公吨|吨度)[^,。;\d]{0,10})$", r"\s?(?:/|每)(公斤|千克|吨|公吨|kg|t)"),
    "ja": (r"(?:1?(トン|キロ(?:グラム)?|kg)(?:あたり|当たり|につき)?)$", r"\s?(?:/|毎)(トン|キロ|kg)"),
    "ko": (r"(?:1?(톤|kg|㎏|킬로그램)당\s?(?:가격[은이]?\s?)?(?:약\s?)?)$", r"\s?/(톤|kg)"),
    "en": (r"(?!)", r"\s?(?:/|per|an?)\s?(?:metric\s)?(tonne|ton|kilogram|kilo|kg|t)\b"),
    "vi": (r"(?!)", r"\s?(?:/|mỗi|một|trên|cho mỗi)\s?(tấn|kg|kilogam|ki-lô-gam)"),
}
_TONNES = {"吨", "公吨", "t", "トン", "톤", "tonne", "ton", "tấn"}


def per_unit(word: str) -> str:
    """Return ``t`` or ``kg`` for the mass a price is quoted by."""
    return "t" if word in _TONNES else "mtu" if word == "吨度" else "kg"


@dataclass(frozen=True)
class Unit:
    """A unit: what is measured, its canonical name, and the factor to it."""

    dimension: str
    name: str
    factor: float


@dataclass(frozen=True)
class Grammar:
    """Compiled patterns of one language."""

    number: re.Pattern[str]
    unit: re.Pattern[str]
    units: tuple[Unit, ...]
    span: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    per_before: re.Pattern[str]
    per_after: re.Pattern[str]

    def unit_at(self, folded: str, at: int) -> tuple[int, Unit] | None:
        """Return the end and the unit that starts at `at` (one space may stand before it)."""
        found = self.unit.match(folded, at)
        if found is None and folded[at : at + 1] == " ":
            found = self.unit.match(folded, at + 1)
        return (found.end(), self.units[int(found.lastgroup[1:])]) if found and found.lastgroup else None


@cache
def grammar(language: str) -> Grammar:
    """Return the grammar of `language`, built once from its tables."""
    units: list[Unit] = []
    patterns: list[str] = []
    table = files("ytterby.evidence").joinpath("lexicon/units.tsv").read_text("utf-8")
    for line in table.split("\n"):
        if line.startswith(language + "\t"):
            _, dimension, name, factor, pattern = line.split("\t")
            patterns.append(f"(?P<u{len(units)}>{pattern})")
            units.append(Unit(dimension, name, float(factor)))
    compile_ = re.compile
    return Grammar(
        number=compile_(NUMBER[language]),
        unit=compile_("|".join(patterns)),
        units=tuple(units),
        span=compile_(RANGE[language]),
        before=compile_(BEFORE[language]),
        after=compile_(AFTER[language]),
        per_before=compile_(PER[language][0]),
        per_after=compile_(PER[language][1]),
    )
