"""A mapping in TOML: what it can say, and what it may not."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tradenet.domain import ConfigError, SchemaError, SourceError
from tradenet.sources import read, table

Rows = list[dict[str, Any]]
Write = Callable[[str, str], Path]
Read = Callable[..., Rows]

CUSTOMS = (
    "Month,Country,Direction,HS,Value,Tonnes\n"
    "2024-01,China,Exports,2701,1.5,20\n"
    "2024M2,Russia,Imports,0102,:,NA\n"
    "202412, China ,Imports,8703,2,\n"
)
MAPPING = """
[table]
source = "mongolian_customs"
codes = ["iso3", "names"]
unit = 1000
mass_unit = 1000
missing = ["NA", ":"]
vintage = "2025-03"
[columns]
value = "Value"
partner = "Country"
flow = "Direction"
period = "Month"
product = "HS"
mass = "Tonnes"
[fixed]
reporter = "MNG"
[flows]
Exports = "X"
Imports = "M"
"""
PAIRS = """
[table]
source = "pairs"
codes = ["iso3"]
method = "reconciled"
valuation = "CIF"
[columns]
value = "v"
exporter = "o"
importer = "d"
year = "y"
"""


@pytest.fixture
def mapped(write: Write, rows: Read) -> Callable[[str, str], Rows]:
    """Read a text with a mapping."""

    def of(text: str, mapping: str) -> Rows:
        return rows(write("flows.csv", text), str(write("mapping.toml", mapping)))

    return of


Mapped = Callable[[str, str], Rows]


def test_every_part_of_a_mapping_takes_effect(mapped: Mapped) -> None:
    first, second, third = mapped(CUSTOMS, MAPPING)
    assert first == {
        "period": 202401, "reporter": "MNG", "partner": "China", "flow": "X", "product": "2701",
        "value_usd": 1_500.0, "net_mass_kg": 20_000.0, "valuation": "FOB", "method": "reported",
        "detail": False, "source": "mongolian_customs", "vintage": "2025-03", "status": "kept",
        "row": 1,
    }  # fmt: skip
    assert (second["period"], second["flow"], second["valuation"]) == (202402, "M", "CIF")
    assert (second["value_usd"], second["net_mass_kg"]) == (None, None)
    assert (third["period"], third["partner"], third["net_mass_kg"]) == (202412, "China", None)


def test_exporters_and_importers_make_exports(mapped: Mapped) -> None:
    (row,) = mapped("o,d,y,v\nMNG,CHN,2019,3\n", PAIRS)
    assert (row["reporter"], row["partner"], row["flow"]) == ("MNG", "CHN", "X")
    assert (row["product"], row["valuation"], row["method"]) == ("TOTAL", "CIF", "reconciled")
    assert (row["period"], row["value_usd"]) == (2019, 3.0)


def test_year_and_month_stand_in_two_columns(mapped: Mapped) -> None:
    (row,) = mapped("o,d,y,m,v\nMNG,CHN,2019,3,1\n", f'{PAIRS}month = "m"\n')
    assert row["period"] == 201903


def test_a_year_that_no_column_holds(mapped: Mapped) -> None:
    mapping = PAIRS.replace('year = "y"', "[fixed]\nyear = 2018")
    (row,) = mapped("o,d,v\nMNG,CHN,3\n", mapping)
    assert row["period"] == 2018


def test_valuation_by_flow_overrides_the_usual(mapped: Mapped) -> None:
    mapping = MAPPING.replace("unit = 1000\nmass", 'valuation = { M = "FOB" }\nmass')
    assert {row["valuation"] for row in mapped(CUSTOMS, mapping)} == {"FOB"}


def test_flow_words_are_the_usual_codes_where_no_map_is_given(mapped: Mapped) -> None:
    mapping = MAPPING.split("[flows]")[0]
    text = CUSTOMS.replace("Exports", "RX").replace("Imports", "M")
    assert [row["flow"] for row in mapped(text, mapping)] == ["RX", "M", "M"]


def test_the_provenance_is_the_mappings(write: Write) -> None:
    (flows,) = read(write("flows.csv", CUSTOMS), str(write("m.toml", MAPPING)))
    assert flows.provenance.source == flows.provenance.title == "mongolian_customs"
    assert flows.provenance.codes == ("iso3", "names")
    assert flows.provenance.terms.startswith("unknown")


def test_the_example_of_the_documentation_is_a_mapping(write: Write) -> None:
    doc = table.__doc__ or ""
    example = doc.split("unless a remark says otherwise::")[1]
    layout = table.layout_from(write("example.toml", example))
    assert layout.name == "mongolian_customs"
    assert layout.columns == {"Value", "Reporter", "Country", "Direction", "Month", "HS", "Tonnes"}
    keys = {key for section in tomllib.loads(example).values() for key in section}
    for name in table._Facts.model_fields:  # noqa: SLF001 - the example shows every key
        assert name in keys


def test_a_flow_word_that_the_map_lacks_is_refused(mapped: Mapped) -> None:
    with pytest.raises(SchemaError, match=r"1 of 3 rows .*Exports, Imports in column 'Direction'"):
        mapped(CUSTOMS.replace("Exports", "Transit"), MAPPING)


@pytest.mark.parametrize("month", ["2024-1-5", "Jan 2024", "24-01", "20243", ""])
def test_a_period_in_other_words_is_refused(month: str, mapped: Mapped) -> None:
    with pytest.raises(
        SchemaError, match=r"1 of 3 rows have no year or month in column 'Month' .*data row 1"
    ):
        mapped(CUSTOMS.replace("2024-01", month), MAPPING)


def test_a_thirteenth_month_is_refused(mapped: Mapped) -> None:
    with pytest.raises(SchemaError, match=r"1 of 3 rows have no period, or one .*data row 1"):
        mapped(CUSTOMS.replace("2024-01", "2024-13"), MAPPING)


def test_a_column_that_the_file_lacks_is_named_with_the_nearest(mapped: Mapped) -> None:
    with pytest.raises(
        SourceError, match=r"'mongolian_customs' needs .*: 'Value' \(did you mean 'Valeu'\?\)"
    ):
        mapped(CUSTOMS.replace("Value", "Valeu"), MAPPING)


def test_latin_1_is_read_only_where_the_mapping_says_so(tmp_path: Path, write: Write) -> None:
    path = tmp_path / "flows.csv"
    path.write_bytes(CUSTOMS.replace("Russia", "Türkiye").encode("latin-1"))
    with pytest.raises(SourceError, match="not UTF-8"):
        read(path, str(write("strict.toml", MAPPING)))
    lax = write("lax.toml", MAPPING.replace("[columns]", "latin1 = true\n[columns]"))
    assert "Türkiye" in read(path, str(lax))[0].to_arrow()["partner"].to_pylist()


@pytest.mark.parametrize(("was", "becomes", "message"), [
    ("mass_unit", "mas_unit", r"\[table\] mas_unit: no such key \(did you mean 'mass_unit'"),
    ('partner = "Country"', 'parnter = "Country"', r"parnter: no .*did you mean 'partner'"),
    ("[columns]", "[colums]", r"\[colums\]: no such key \(did you mean 'columns'"),
    ('value = "Value"', "", r"\[columns\] value: is missing"),
    ('source = "mongolian_customs"', "", r"\[table\] source: is missing"),
    ('"iso3"', '"iso4"', r"\[table\] codes.0: input should be 'iso3', .*, got 'iso4'"),
    ("unit = 1000\nm", "unit = 0\nm", r"\[table\] unit: input should be greater than 0, got 0"),
    ('Imports = "M"', 'Imports = "IN"', r"\[flows\] Imports: .*, got 'IN'"),
    ('flow = "Direction"', "", r"no flow in \[columns\] or \[fixed\]"),
    ('period = "Month"', "", "no period and no year"),
    ('period = "Month"', 'period = "Month"\nyear = "Y"', "give period, or year"),
    ('flow = "Direction"', 'flow = "Direction"\nexporter = "e"', "or exporter and importer, not"),
    ('reporter = "MNG"', 'reporter = "MNG"\npartner = "CHN"', r"'partner' stands in \[columns\]"),
])  # fmt: skip
def test_one_mistake_in_a_mapping(was: str, becomes: str, message: str, write: Write) -> None:
    assert was in MAPPING
    with pytest.raises(ConfigError, match=message):
        table.layout_from(write("mapping.toml", MAPPING.replace(was, becomes)))


def test_all_mistakes_of_a_mapping_stand_in_one_message(write: Write) -> None:
    text = MAPPING.replace("mass_unit", "mas_unit").replace('period = "Month"', "")
    with pytest.raises(ConfigError, match=r"2 mistakes .*mas_unit.*no period and no year"):
        table.layout_from(write("mapping.toml", text))


@pytest.mark.parametrize("text", ["[table", "= 3", "\0", "x\xff"])
def test_a_mapping_that_is_no_toml(text: str, write: Write) -> None:
    with pytest.raises(ConfigError, match=r"mapping\.toml: not a TOML mapping"):
        table.layout_from(write("mapping.toml", text))


@pytest.mark.parametrize("text", ["", 'table = "x"\ncolumns = 3\n'])
def test_a_mapping_without_sections(text: str, write: Write) -> None:
    with pytest.raises(ConfigError, match=r"mistakes in the mapping: \[table\]"):
        table.layout_from(write("mapping.toml", text))


def test_a_mapping_that_is_not_there(tmp_path: Path, write: Write) -> None:
    with pytest.raises(ConfigError, match=r"gone\.toml: cannot read the mapping .*check the path"):
        read(write("flows.csv", CUSTOMS), str(tmp_path / "gone.toml"))
