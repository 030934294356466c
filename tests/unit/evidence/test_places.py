"""Places: abbreviations, demonyms, regions, firms, lists, and what is about no place."""

import pytest

from ytterby.evidence.documents.build import build
from ytterby.evidence.extract import extract


def places(text):
    return {frozenset(c.places) for c in extract(build(text, "x")) if c.unit}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("中日两国投资3亿美元开发稀土。", "CHN JPN"),
        ("越中两国的稀土贸易额为3亿美元。", "VNM CHN"),
        ("日米はレアアースに3億ドルを投じた。", "JPN USA"),
        ("米豪両国はレアアースに3億ドルを投じた。", "USA AUS"),
        ("日欧はレアアースに3億ユーロを投じた。", "JPN EU"),
        ("한미일은 희토류에 3억 달러를 투자했다.", "KOR USA JPN"),
        ("Nga mua 5.000 tấn titan của Ấn Độ.", "RUS IND"),
        ("Châu Âu nhập 98% nam châm từ Trung Quốc.", "EU CHN"),
        ("nhu cầu của châu Âu về đất hiếm tăng 20%.", "EU"),
        ("台湾的镓库存够用60天。", "TWN"),
        ("臺灣的鎵庫存夠用60天。", "TWN"),
        ("Taiwanese gallium stocks cover 60 days.", "TWN"),
        ("대만의 갈륨 재고는 60일분이다.", "TWN"),
        ("Đài Loan nhập 60% gali.", "TWN"),
        ("台湾のガリウム在庫は60日分だ。", "TWN"),
        ("The EU imported 20,000 tonnes of permanent magnets in 2024.", "EU"),
        ("Inner Mongolia produced 100,000 tonnes of rare earths in 2024.", "CHN"),
        ("Tây Úc xuất khẩu 30.000 tấn lithium năm 2024.", "AUS"),
        ("ケベック州はリチウムを1万トン生産した。", "CAN"),
        ("Chile, Argentina and Bolivia hold half of the world's lithium reserves.", "CHL ARG BOL"),
        ("Toyota's magnet inventory covers six weeks.", "JPN"),
        ("ライナスのマレーシア工場はネオジムを年1500トン生産する。", "MYS"),
        ("日本が輸入するタングステンの8割は中国産だ。", "JPN CHN"),
        ("中国对印尼投资3亿美元开采镍。", "CHN IDN"),
        ("美国在华盛顿的稀土基金投入3亿美元。", "USA"),
        ("其中德国的镓库存够用60天。", "DEU"),
        ("Sulawesi smelters use 30% more nickel ore.", "IDN"),
        ("Lào Cai khai thác 5.000 tấn đất hiếm.", "VNM"),
        ("Nước ta khai thác 5.000 tấn đất hiếm.", "VNM"),
        ("대만의 수입은 갈륨의 60%다.", "TWN"),
    ],
)
def test_places_are_named_in_many_ways(text, codes):
    assert frozenset(codes.split()) in places(text)


@pytest.mark.parametrize(
    "text",
    [
        "全球钨消费量去年增长3%。",
        "日本持有稀土。国际市场上,铋的价格一年上涨了4倍。",
        "World cobalt demand rose 8% last year.",
        "Japan holds germanium. Prices of germanium have doubled on the world market.",
        "The turkey had 30% more gallium, and the polish 20% of it.",
    ],
)
def test_what_holds_for_the_world_is_about_no_place(text):
    assert places(text) <= {frozenset()}


@pytest.mark.parametrize(
    ("text", "each"),
    [
        ("Output of cobalt rose 10% in Indonesia and fell 5% in Cuba.", ["IDN", "CUB"]),
        ("China supplies 72% of Japan's tungsten imports and 60% of India's.", ["CHN JPN", "CHN IND"]),
        ("法国政府与英国政府分别拨款1亿欧元和8000万英镑开发稀土。", ["FRA", "GBR"]),
        ("米国のタングステン輸入は中国産が4割、ボリビア産が1割を占める。", ["USA CHN", "USA BOL"]),
        ("墨西哥对美国的铋出口同比下降两成,而对日本的出口增长6%。", ["MEX USA", "MEX JPN"]),
        (
            "Exports of gallium from China to Japan fell 20%, while those to South Korea rose 5%.",
            ["CHN JPN", "CHN KOR"],
        ),
        ("Hàn Quốc và Nhật Bản lần lượt nhập 80% và 60% đất hiếm từ Trung Quốc.", ["KOR CHN", "JPN CHN"]),
    ],
)
def test_each_amount_has_its_own_states(text, each):
    found = [c for c in extract(build(text, "x")) if c.unit]
    assert [set(c.places) for c in found] == [set(codes.split()) for codes in each]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Britain's Financial Times reported that Norway holds 300 tonnes of gallium.", "NOR"),
        ("영국 파이낸셜타임스에 따르면 노르웨이는 희토류 광산에 3억 유로를 투자한다.", "NOR"),
        ("Theo hãng tin Kyodo của Nhật Bản, Hàn Quốc sẽ chi 200 triệu USD mua mỏ đồng ở Zambia.", "KOR ZMB"),
        ("The USGS cut its estimate of Vietnam's rare earth reserves to 3.5 million tonnes.", "VNM"),
        ("美国财政部长称,欧洲对中国稀土的依赖超过九成。", "USA EU CHN"),
        ("高市首相とトランプ大統領が、会談でレアアースに3億ドルを投じると決めた。", "JPN USA"),
        ("BYD buys 30,000 tonnes of lithium carbonate a year from Chile.", "CHN CHL"),
        ("Australia mines lithium, but 90% of it is shipped to China.", "AUS CHN"),
        ("Germany depends on China. Its gallium stocks would last 60 days.", "DEU"),
        ("加拿大禁止中资收购锂矿。该国锂储量约120万吨。", "CAN"),
        ("Indian Ocean nodules hold 30% more cobalt.", ""),
    ],
)
def test_who_is_a_party_and_who_only_says_so(text, codes):
    assert frozenset(codes.split()) in places(text)


def test_a_domestic_word_is_about_the_state_named_before_it():
    assert places("インドは磁石の国産化を急ぐが、原料の8割を中国から輸入している。") == {frozenset({"IND", "CHN"})}
    assert places("政府は動かない。ガリウムの在庫は60日分だ。") <= {frozenset(), frozenset({"JPN"})}
