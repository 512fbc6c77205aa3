"""The reference table of economies: its form, known facts, and that the published files resolve."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

TABLE = Path(__file__).resolve().parents[2] / "data" / "reference" / "economies.csv"
SCHEMES = ["iso3", "iso2", "m49", "comtrade", "baci", "imf", "atlas"]
COLUMNS = [
    "economy",
    "name",
    "kind",
    *SCHEMES,
    "names",
    "valid_from",
    "valid_to",
    "successors",
    "source",
]
KINDS = ["economy", "aggregate", "nes"]
NUMERIC = ["m49", "comtrade", "baci"]

Row = dict[str, str]
Index = dict[tuple[str, str], set[str]]
Found = Iterator[dict[str, str]]


def cells(value: str) -> list[str]:
    return value.split("|") if value else []


def load() -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def key(scheme: str, value: str) -> str:
    return value.strip().casefold() if scheme == "names" else value.strip()


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return load()


@pytest.fixture(scope="module")
def index(rows: list[Row]) -> Index:
    found: Index = defaultdict(set)
    for row in rows:
        for scheme in [*SCHEMES, "names"]:
            for code in cells(row[scheme]):
                found[scheme, key(scheme, code)].add(row["economy"])
    return found


def span(row: Row) -> tuple[int, int]:
    return int(row["valid_from"] or 0), int(row["valid_to"] or 9999)


def overlaps(one: Row, other: Row) -> bool:
    return span(one)[0] <= span(other)[1] and span(other)[0] <= span(one)[1]


# --- form ------------------------------------------------------------------------------------


def test_columns_and_kinds(rows: list[Row]) -> None:
    """The table has exactly the agreed columns and kinds, and Unix line ends."""
    assert list(rows[0]) == COLUMNS
    assert {row["kind"] for row in rows} == set(KINDS)
    assert b"\r" not in TABLE.read_bytes()


def test_rows_are_unique_and_sorted(rows: list[Row]) -> None:
    """Each economy has one row; rows go by kind, then by code."""
    codes = [row["economy"] for row in rows]
    assert len(codes) == len(set(codes))
    order = [(KINDS.index(row["kind"]), row["economy"]) for row in rows]
    assert order == sorted(order)


def test_no_cell_is_padded_or_empty_inside(rows: list[Row]) -> None:
    """No cell, and no part of a cell, carries outer blanks or is empty between separators."""
    bad = [
        (row["economy"], column, part)
        for row in rows
        for column in COLUMNS
        if row[column]
        for part in row[column].split("|")
        if part != part.strip() or not part
    ]
    assert bad == []


def test_every_row_has_name_source_and_a_plain_code(rows: list[Row]) -> None:
    """Name and source are never blank, and the code is an upper-case word."""
    assert [row["economy"] for row in rows if not row["name"] or not row["source"]] == []
    assert [c for row in rows if not (c := row["economy"]).replace("_", "").isalnum()] == []
    assert [c for row in rows if (c := row["economy"]) != c.upper()] == []


def test_numeric_codes_have_no_leading_zeros(rows: list[Row]) -> None:
    """Codes of the numeric schemes are plain integers."""
    bad = [
        (row["economy"], scheme, code)
        for row in rows
        for scheme in NUMERIC
        for code in cells(row[scheme])
        if not code.isdecimal() or code != str(int(code))
    ]
    assert bad == []


def test_years_are_ordered(rows: list[Row]) -> None:
    """Validity is given in years, the first no later than the last."""
    years = [y for row in rows for y in (row["valid_from"], row["valid_to"]) if y]
    assert all(len(year) == 4 and year.isdecimal() for year in years)
    assert [row["economy"] for row in rows if span(row)[0] > span(row)[1]] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_code_belongs_to_one_row(rows: list[Row], scheme: str) -> None:
    """Within one scheme no code has two owners that are valid at the same time."""
    owners: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for code in cells(row[scheme]):
            owners[code].append(row)
    bad = [
        (code, one["economy"], other["economy"])
        for code, held in owners.items()
        for one, other in combinations(held, 2)
        if overlaps(one, other)
    ]
    assert bad == []


def test_a_name_belongs_to_one_row(rows: list[Row]) -> None:
    """No spelling, compared without case, is held twice, and a display name is one of the names."""
    owners: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for name in cells(row["names"]):
            owners[name.casefold()].append(row["economy"])
    assert {name: held for name, held in owners.items() if len(held) > 1} == {}
    shown = [row["economy"] for row in rows if row["economy"] not in owners[row["name"].casefold()]]
    assert shown == []


def test_successors_exist(rows: list[Row]) -> None:
    """A successor is another economy of the table, and what has successors has ended."""
    known = {row["economy"] for row in rows if row["kind"] == "economy"}
    ended = [row for row in rows if row["successors"]]
    assert [row["economy"] for row in ended if not set(cells(row["successors"])) <= known] == []
    assert [row["economy"] for row in ended if row["economy"] in cells(row["successors"])] == []
    assert [row["economy"] for row in ended if not row["valid_to"]] == []


def test_iso3_of_an_economy_starts_with_its_own_code(rows: list[Row]) -> None:
    """Alternatives such as ROM or S19 come after the code that the project uses."""
    bad = [
        row["economy"]
        for row in rows
        if row["kind"] == "economy" and row["iso3"] and cells(row["iso3"])[0] != row["economy"]
    ]
    assert bad == []


# --- facts -----------------------------------------------------------------------------------

FACTS = [
    ("comtrade", "842", "USA"),
    ("comtrade", "841", "USA"),
    ("comtrade", "757", "CHE"),
    ("comtrade", "251", "FRA"),
    ("comtrade", "579", "NOR"),
    ("comtrade", "699", "IND"),
    ("comtrade", "490", "TWN"),
    ("comtrade", "381", "ITA"),
    ("comtrade", "280", "DEU"),
    ("comtrade", "736", "SDN"),
    ("comtrade", "230", "ETH"),
    ("comtrade", "408", "PRK"),
    ("comtrade", "410", "KOR"),
    ("comtrade", "492", "N_EUROPE_EU_NES"),
    ("comtrade", "0", "WLD"),
    ("baci", "842", "USA"),
    ("baci", "757", "CHE"),
    ("baci", "251", "FRA"),
    ("baci", "579", "NOR"),
    ("baci", "699", "IND"),
    ("baci", "490", "TWN"),
    ("baci", "408", "PRK"),
    ("baci", "410", "KOR"),
    ("baci", "58", "BLX"),
    ("baci", "711", "ZAC"),
    ("m49", "840", "USA"),
    ("m49", "756", "CHE"),
    ("m49", "250", "FRA"),
    ("m49", "578", "NOR"),
    ("m49", "356", "IND"),
    ("m49", "158", "TWN"),
    ("m49", "408", "PRK"),
    ("m49", "410", "KOR"),
    ("m49", "492", "MCO"),
    ("iso3", "S19", "TWN"),
    ("iso3", "ROM", "ROU"),
    ("iso3", "TMP", "TLS"),
    ("iso3", "W00", "WLD"),
    ("iso2", "NA", "NAM"),
    ("imf", "TX899", "N_SPECIAL_CATEGORIES"),
    ("imf", "TX126", "BLX"),
    ("imf", "WBG", "PSE"),
    ("imf", "G001", "WLD"),
    ("atlas", "ANS", "ANS"),
    ("names", "Other Asia, nes", "TWN"),
    ("names", "Bahrian", "BHR"),
    ("names", "Congo", "COG"),
    ("names", "Congo,DR", "COD"),
]


@pytest.mark.parametrize(("scheme", "code", "economy"), FACTS)
def test_known_codes(index: Index, scheme: str, code: str, economy: str) -> None:
    """Codes that differ from ISO, and others that are easily taken for something else."""
    assert index[scheme, key(scheme, code)] == {economy}


@pytest.mark.parametrize(
    ("economy", "successors"),
    [
        ("CSK", {"CZE", "SVK"}),
        ("DDR", {"DEU"}),
        ("SCG", {"MNE", "SRB"}),
        ("BLX", {"BEL", "LUX"}),
        ("ANT", {"BES", "CUW", "SXM"}),
        ("YAR", {"YEM"}),
        ("YMD", {"YEM"}),
        ("ZAC", {"BWA", "LSO", "NAM", "SWZ", "ZAF"}),
    ],
)
def test_known_successors(rows: list[Row], economy: str, successors: set[str]) -> None:
    """Dissolved economies name the economies that followed them."""
    (row,) = [row for row in rows if row["economy"] == economy]
    assert set(cells(row["successors"])) == successors


def test_the_soviet_union_has_fifteen_successors(rows: list[Row]) -> None:
    """The fifteen former republics follow the USSR."""
    (row,) = [row for row in rows if row["economy"] == "SUN"]
    assert len(cells(row["successors"])) == 15
    assert "RUS" in cells(row["successors"])


NORTH = [
    "Korea, Dem. People's Rep. of",
    "Korea, Democratic People's Republic of",
    "Dem. People's Rep. of Korea",
    "Democratic People's Republic of Korea",
    "Korea,DPR",
    "Korea, DPR of",
    "North Korea",
    "朝鲜",
]
SOUTH = [
    "Korea, Rep. of",
    "Korea, Republic of",
    "Rep. of Korea",
    "Republic of Korea",
    "Korea,Rep.",
    "Korea, Rep.",
    "South Korea",
    "韩国",
]


def test_the_two_koreas_are_apart(rows: list[Row], index: Index) -> None:
    """Every spelling of North and of South Korea is listed here by hand, and nothing else is."""
    assert [name for name in NORTH if index["names", key("names", name)] != {"PRK"}] == []
    assert [name for name in SOUTH if index["names", key("names", name)] != {"KOR"}] == []
    held = {row["economy"]: set(cells(row["names"])) for row in rows}
    assert held["PRK"] == set(NORTH)
    assert held["KOR"] == set(SOUTH)
    korean = {economy for economy, names in held.items() if any("Korea" in n for n in names)}
    assert korean == {"PRK", "KOR"}


# --- the published files ---------------------------------------------------------------------
#
# Each reader yields, for one mention of an economy, what each scheme calls it. All must resolve,
# and all of one mention to the same economy.


def table(path: Path, encoding: str = "utf-8-sig", delimiter: str = ",") -> Iterator[Row]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding=encoding, newline="") as handle:
        yield from csv.DictReader(handle, delimiter=delimiter)


def column(path: Path, scheme: str, *names: str, delimiter: str = ",") -> Found:
    seen = {row[name] for row in table(path, delimiter=delimiter) for name in names}
    yield from ({scheme: value} for value in sorted(seen) if value)


def parquet(path: Path, scheme: str, *names: str) -> Found:
    frame = pq.read_table(path, columns=list(names))
    seen = {value for name in names for value in frame[name].unique().to_pylist()}
    yield from ({scheme: value} for value in sorted(seen))


def stata(path: Path, *names: str) -> Found:
    frame = pd.read_stata(path, columns=list(names))
    seen = {str(value) for name in names for value in frame[name].unique()}
    yield from ({"iso3": value} for value in sorted(seen) if value)


def pairs(rows: Iterable[Row], parts: Iterable[dict[str, str]]) -> Found:
    wanted = list(parts)
    seen = {
        tuple((scheme, row[name].strip()) for scheme, name in part.items())
        for row in rows
        for part in wanted
    }
    yield from ({s: v for s, v in mention if v} for mention in sorted(seen))


def dots(shared: Path) -> Found:
    folder = shared / "imf_dots"
    for side in ("reporter", "partner"):
        frame = pq.read_table(
            folder / "imf_dots_annual_1960_2020.parquet", columns=[side, f"{side}_iso3"]
        )
        groups = frame.group_by([side, f"{side}_iso3"]).aggregate([]).to_pylist()
        for group in groups:
            iso3 = group[f"{side}_iso3"]
            yield {"names": group[side]} | ({"iso3": iso3, "imf": iso3} if iso3 else {})
    monthly = folder / "imf_dots_monthly_15countries_2011_2020.csv"
    yield from column(monthly, "names", "countrySource", "countryTarget")


def imts(shared: Path) -> Found:
    folder = shared / "imf_imts"
    yield from pairs(
        table(folder / "RU_trade.csv"),
        [
            {"imf": "COUNTRY.ID", "names": "COUNTRY"},
            {"imf": "COUNTERPART_COUNTRY.ID", "names": "COUNTERPART_COUNTRY"},
        ],
    )
    yield from pairs(
        table(folder / "imf_imts_bilateral_exports_2025.csv"),
        [
            {"iso3": "exporter", "imf": "exporter", "names": "exporter_name"},
            {"iso3": "importer", "imf": "importer", "names": "importer_name"},
        ],
    )


def baci(shared: Path) -> Found:
    for path in sorted((shared / "baci").glob("country_codes_*.csv")):
        mentions = pairs(
            table(path),
            [{"baci": "country_code", "iso3": "country_iso3", "names": "country_name"}],
        )
        for mention in mentions:
            if mention["baci"] == "58":  # BACI gives Belgium-Luxembourg the code of Belgium
                assert mention.pop("iso3") == "BEL"
            yield mention
    for path in sorted((shared / "baci").glob("BACI_*.csv")):
        yield from column(path, "baci", "i", "j")
    totals = shared / "baci_totals"
    yield from column(totals / "baci_economy_totals_1995_2023.csv", "iso3", "economy")
    for path in sorted(totals.glob("oec_baci_bilateral_*.csv")):
        yield from column(path, "iso3", "exporter", "importer")
    for path in sorted(totals.glob("*.parquet")):
        yield from parquet(path, "iso3", "exporter", "importer")


def benchmark(shared: Path) -> Found:
    folder = shared / "mirror_benchmark"
    yield from column(folder / "comtrade_raw_2022.csv.gz", "comtrade", "reporter", "partner")
    yield from column(folder / "baci_2022.csv", "iso3", "i", "j")


def comtrade(shared: Path) -> Found:
    sides = ("reporter", "partner", "partner2")
    for path in sorted((shared / "comtrade_plus").glob("*.csv")):
        yield from pairs(
            table(path, "latin-1"),
            [{"comtrade": f"{s}Code", "iso3": f"{s}ISO", "names": f"{s}Desc"} for s in sides],
        )
    for path in sorted((shared / "comtrade_legacy").glob("*.csv")):
        yield from pairs(
            table(path),
            [
                {"comtrade": f"{s} Code", "iso3": f"{s} ISO", "names": s}
                for s in ("Reporter", "Partner", "2nd Partner")
            ],
        )
    panel = shared / "comtrade_panels" / "tidy_reporter_vs_focus_country_TOTAL.csv"
    yield from column(panel, "names", "reporterDesc", "partnerDesc")


def oecd(shared: Path) -> Found:
    path = shared / "oecd" / "btige_top_partner_exports_2021_2025.csv"
    yield from column(path, "iso3", "exporter", "importer")


def atlas(shared: Path) -> Found:
    for path in sorted((shared / "atlas").glob("*.parquet")):
        yield from parquet(path, "atlas", "exporter", "importer")


def customs(shared: Path) -> Found:
    china = shared / "china_customs" / "gacc_china_by_partner_monthly_2016_2019_kusd.csv"
    yield from column(china, "names", "partner")
    armenia = shared / "russia_neighbours" / "armenia_monthly_2007_2024.csv"
    yield from column(armenia, "names", "country")


def gravity(shared: Path) -> Found:
    folder = shared / "gravity"
    yield from column(folder / "dist_cepii.csv", "iso3", "iso_o", "iso_d", delimiter=";")
    for row in table(folder / "Countries_V202211.csv"):
        mention = {"iso3": row["iso3"], "m49": row["iso3num"], "names": row["country"]}
        if row["country_id"] == "YEM.1":  # North Yemen under the code of united Yemen
            assert mention.pop("iso3") == "YEM"
        yield {scheme: value for scheme, value in mention.items() if value}
    for path in sorted(folder.glob("*.dta")):
        yield from stata(path, "exporter", "importer")


def other(shared: Path) -> Found:
    yield from pairs(
        table(shared / "macro" / "worldbank_gdp_datasets.csv"),
        [{"iso3": "Country Code", "names": "Country Name"}],
    )
    unga = shared / "unga"
    yield from column(unga / "IdealpointestimatesAll_Jun2024.csv", "iso3", "iso3c")
    yield from column(unga / "IdealpointestimatesAll_Jun2024.csv", "names", "Countryname")
    yield from stata(unga / "IdealpointsJuly2025.dta", "iso3c")


def reference(shared: Path) -> Found:
    wanted = {"iso3": "iso3", "sender_iso3": "iso3", "member_iso3": "iso3"}
    for path in sorted((shared / "reference").glob("*.csv")):
        for row in table(path):
            yield from ({scheme: row[name]} for name, scheme in wanted.items() if row.get(name, ""))


READERS = [
    dots,
    imts,
    baci,
    benchmark,
    comtrade,
    oecd,
    atlas,
    customs,
    gravity,
    other,
    reference,
]


@pytest.mark.realdata
@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_the_published_files_resolve(
    index: Index, shared: Path, reader: Callable[[Path], Found]
) -> None:
    """Every code and name of the files is known, and those of one mention agree."""
    mentions = [mention for mention in reader(shared) if mention]
    assert mentions
    bad = [
        mention
        for mention in mentions
        if len(owners := {frozenset(index.get((s, key(s, v)), ())) for s, v in mention.items()}) > 1
        or len(next(iter(owners))) != 1
    ]
    assert bad == []


@pytest.mark.realdata
def test_actors_of_the_reference_tables_resolve(index: Index, shared: Path) -> None:
    """Senders, targets, parties and actors are economies by code, or groups by name."""
    wanted = {
        "events.csv": ["actors"],
        "sanctions_episodes.csv": ["sender", "target"],
        "autonomous_sanctioners.csv": ["target"],
        "trade_agreements.csv": ["party"],
        "china_dprk_monthly.csv": ["partner"],
    }
    seen = {
        part.strip()
        for file, columns in wanted.items()
        for row in table(shared / "reference" / file)
        for name in columns
        for part in row[name].split(";")
        if part.strip()
    }
    bad = [
        actor
        for actor in sorted(seen)
        if len(index.get(("iso3", actor), set()) | index.get(("names", key("names", actor)), set()))
        != 1
    ]
    assert bad == []
