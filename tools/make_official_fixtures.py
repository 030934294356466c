"""Writes twelve made-up months in the layout of each publisher: magnets and one other code, from two places."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parents[1] / "tests" / "fixtures" / "official"
MONTHS = [f"2025-{m:02d}" for m in range(1, 13)]
KG = {"CHN": [400_000 + 1000 * k for k in range(12)], "AUS": [1_000] * 12}
NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def write(folder: Path = HERE) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, (text, encoding) in {
        "estat.csv": (estat(), "utf-8"), "comtrade.csv": (comtrade(), "utf-8"), "gacc.csv": (gacc(), "gb18030"),
        "comext.csv": (comext(), "utf-8"), "uscensus.csv": (uscensus(), "utf-8"), "baci.csv": (baci(), "utf-8"),
        "usgs.csv": (usgs(), "utf-8"), "usgs-older.csv": (usgs_older(), "utf-8"),
    }.items():  # fmt: skip
        (folder / name).write_text(text, encoding=encoding)


def estat() -> str:
    head = ["Exp or Imp", "Year", "HS", "Country", "Unit1", "Unit2", "Quantity1-Year", "Quantity2-Year", "Value-Year"]
    head += [f"{what}-{m}" for m in NAMES for what in ("Quantity1", "Quantity2", "Value")]
    rows = [",".join(head)]
    for code, place in (("105", "CHN"), ("601", "AUS")):
        months = [x for kg in KG[place] for x in ("0", str(kg), "5000")]
        whole = ["0", str(sum(KG[place])), "60000"]
        rows.append(",".join(["2", "2025", "'850511000'", code, "  ", "KG", *whole, *months]))
    rows.append(",".join(["2", "2025", "'870323000'", "105", "  ", "NO", "0", "12", "60000", *["0", "1", "5000"] * 12]))
    return "\n".join(rows) + "\n"


def comtrade() -> str:
    head = "typeCode,freqCode,refYear,refMonth,period,reporterISO,flowCode,partnerISO,partner2Code,cmdCode,"
    rows = [head + "customsCode,motCode,qty,netWgt,primaryValue"]
    for k, month in enumerate(MONTHS):
        period = month.replace("-", "")
        for place in ("CHN", "AUS"):
            kg = KG[place][k]
            rows.append(f"C,M,2025,{k + 1},{period},JPN,M,{place},0,850511,C00,0,{kg},{kg},1000")
        whole = KG["CHN"][k] + KG["AUS"][k]
        rows.append(f"C,M,2025,{k + 1},{period},JPN,M,W00,0,850511,C00,0,{whole},{whole},2000")
        rows.append(f"C,M,2025,{k + 1},{period},JPN,M,CHN,0,850511,C00,2100,{kg},{kg},500")
        rows.append(f"C,M,2025,{k + 1},{period},CHN,X,JPN,0,850511,C00,0,999999,999999,1000")
        rows.append(f"C,M,2025,{k + 1},{period},JPN,RM,CHN,0,850511,C00,0,5,5,1")
    return "\n".join(rows) + "\n"


def gacc() -> str:
    rows = ["数据年月,商品编码,商品名称,贸易伙伴编码,贸易伙伴名称,第一数量,第一计量单位,第二数量,第二计量单位,美元"]
    for k, month in enumerate(MONTHS):
        rows.append(f'{month.replace("-", "")},85051110,稀土永磁铁,116,日本,"{KG["CHN"][k]:,}",千克,0,-,"5,000"')
    return "\n".join(rows) + "\n"


def comext() -> str:
    head = "REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,PRODUCT_CPA21,PRODUCT_CPA22,PRODUCT_BEC,PRODUCT_BEC5,"
    head += "PRODUCT_SECTION,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,VALUE_EUR,VALUE_NAC,QUANTITY_KG,QUANTITY_SUPPL_UNIT"
    rows = [head]
    for k, month in enumerate(MONTHS):
        tail = f"77812,2711,2711,220,1,16,1,1,NO_SU,{month.replace('-', '')}"
        rows.append(f"DE,CN,E,85051110,{tail},100,100,{KG['CHN'][k]},0")
        rows.append(f"FR,CN,E,85051110,{tail},100,100,1000,0")
        rows.append(f"FR,DE,I,85051110,{tail},100,100,777,0")
    rows.append("DE,CN,E,85051110,77812,2711,2711,220,1,16,1,1,NO_SU,202552,100,100,9999999,0")
    return "\n".join(rows) + "\n"


def uscensus() -> str:
    rows = ["CTY_CODE,CTY_NAME,SUMMARY_LVL,I_COMMODITY,GEN_QY1_MO,UNIT_QY1,GEN_VAL_MO,time"]
    for k, month in enumerate(MONTHS):
        rows.append(f"5700,CHINA,DET,8505110070,{KG['CHN'][k]},KG,5000,{month}")
        rows.append(f"-,TOTAL FOR ALL COUNTRIES,DET,8505110070,{KG['CHN'][k]},KG,5000,{month}")
        rows.append(f"0003,EUROPEAN UNION,CGP,8505110070,5,KG,5000,{month}")
    return "\n".join(rows) + "\n"


def baci() -> str:
    rows = ["t,i,j,k,v,q"]
    rows += ["2023,156,392,850511,1000.0,4000.0", "2024,156,392,850511,1000.0,4866.0", "2024,36,392,850511,3.0,NA"]
    rows += ["2024,842,392,850511,3.0,12.0", "2024,490,392,850511,3.0,7.0", "2024,156,392,280530,3.0,12.0"]
    return "\n".join(rows) + "\n"


def usgs() -> str:
    head = "SOURCE,COMMODITY,COUNTRY,TYPE,UNIT_MEAS,PROD_2023,PROD_EST_ 2024,PROD_NOTES,CAP_2023,"
    head += "CAP_EST_ 2024,CAP_NOTES"
    kind = '"Mine production, rare-earth-oxide equivalent",metric tons'
    return (
        f"{head},RESERVES_2024,RESERVE_NOTES\n"
        f'MCS2025,Rare earths,China,{kind},"255,000",270000,,,,,44000000,\n'
        f"MCS2025,Rare earths,Burma,{kind},43000,31000,,,,,,\n"
        f"MCS2025,Rare earths,Russia,{kind},W,—,,,,,,\n"
        f"MCS2025,Rare earths,World total (rounded),{kind},376000,390000,,,,,,\n"
        'MCS2025,Cobalt,Congo (Kinshasa),"Mine production, cobalt content",metric tons,1,2,,,,,,\n'
    )


def usgs_older() -> str:
    return (
        "Source,Country,Type,Prod_t_2022,Prod_t_est_2023,Prod_notes,Reserves_t,Reserves_notes\n"
        'MCS2024,China,"Rare earths, mine production",210000,240000,,44000000,\n'
        'MCS2024,World total,"Rare earths, mine production",300000,350000,,,\n'
    )


if __name__ == "__main__":
    write()
