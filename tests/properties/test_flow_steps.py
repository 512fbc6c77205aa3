"""What no step of the flows may do, whatever the rows: lose a dollar, mind an order, invent."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tradenet.domain import (
    BilateralFlows,
    Economies,
    Provenance,
    ReportedFlows,
    SourceFile,
    Status,
    Window,
)
from tradenet.domain.flows import BILATERAL_SCHEMA, REPORTED_SCHEMA
from tradenet.flows import (
    MirrorRules,
    ValuationRules,
    agree,
    classify,
    filings_of,
    harmonise,
    observe,
    pair,
    to_fob,
    totals,
)

pytestmark = pytest.mark.long

Row = dict[str, Any]
ORIGIN = Provenance("s", "títle", "terms", ("iso3", "m49"), (SourceFile("f.csv", "00", 7),))
WITH_CODES = REPORTED_SCHEMA.append(pa.field("reporter_code", pa.string())).append(
    pa.field("partner_code", pa.string())
)
WRITTEN = ("AAA", "aaa", "4", "004", "BBB", "CCC", "DDD", "0", "899", "Atlantis")
FEW = settings(max_examples=8)
VERY_FEW = settings(max_examples=5)  # each example is several queries

cents = st.integers(0, 10**14).map(lambda n: n / 100)
keys = st.tuples(
    st.sampled_from([1990, 2019, 201901]),
    st.sampled_from(WRITTEN),
    st.sampled_from(WRITTEN),
    st.sampled_from(["X", "M", "RX"]),
    st.sampled_from(["TOTAL", "01", "02", "0101"]),
)
statements = st.lists(
    st.tuples(keys, st.none() | cents, st.booleans(), st.sampled_from(["FOB", "CIF"])),
    min_size=1, max_size=25, unique_by=lambda row: row[0],
)  # fmt: skip
clean_keys = st.tuples(
    st.sampled_from([2001, 2002, 2003]),
    st.sampled_from("ABCDE"),
    st.sampled_from("ABCDE"),
    st.sampled_from("XM"),
).filter(lambda key: key[1] != key[2])
clean = st.lists(
    st.tuples(clean_keys, cents, st.sampled_from(["reported", "reported", "estimated"])),
    min_size=1, max_size=40, unique_by=lambda row: row[0],
)  # fmt: skip
rules = st.builds(
    MirrorRules, prefer=st.sampled_from(["importer", "exporter"]), constant_reporters=st.booleans()
)
windows = st.sampled_from([None, Window((2001,), (2003,)), Window((2001, 2002), (2003,))])
TIED = [  # A and B file in the same two of three years, C in all: neither A nor B is constant
    *[((year, "C", "D", "X"), 9.0, "reported") for year in (2001, 2002, 2003)],
    *[((year, "A", "C", "X"), 8.0, "reported") for year in (2001, 2003)],
    *[((year, "C", "A", "M"), 7.0, "reported") for year in (2001, 2003)],
    ((2001, "A", "B", "X"), 1.0, "reported"), ((2003, "A", "B", "X"), 3.0, "reported"),
    ((2001, "B", "A", "M"), 2.0, "reported"), ((2003, "B", "A", "M"), 4.0, "reported"),
    ((2001, "C", "B", "X"), 5.0, "reported"), ((2001, "B", "C", "M"), 6.0, "reported"),
]  # fmt: skip


def known() -> Economies:
    """Return four economies, one of which ended in 1990, the world and bunkers."""
    codes = [("iso3", code.lower(), code) for code in ("AAA", "BBB", "CCC", "DDD")]
    codes += [("m49", "4", "AAA"), ("m49", "0", "WLD"), ("m49", "899", "NES")]
    kinds = {"AAA": "economy", "BBB": "economy", "CCC": "economy", "DDD": "economy",
             "WLD": "aggregate", "NES": "nes"}  # fmt: skip
    year = pa.int32()
    return Economies(
        pa.table(dict(zip(("scheme", "code", "economy"), zip(*codes, strict=True), strict=True))),
        pa.table(
            {
                "economy": list(kinds),
                "kind": list(kinds.values()),
                "valid_from": pa.nulls(6, year),
                "valid_to": pa.array([None, None, None, 1990, None, None], year),
            }
        ),
        pa.table(
            {
                "source": ["s"],
                "economy": ["CCC"],
                "valid_from": pa.array([2019], year),
                "valid_to": pa.nulls(1, year),
            }
        ),
    )


def flows_of(rows: list[Row]) -> ReportedFlows:
    """Return statements as reported flows."""
    usual: Row = {
        "net_mass_kg": None, "method": "reported", "source": "s", "vintage": "v",
        "status": "kept", "product": "TOTAL", "valuation": "FOB", "detail": False,
    }  # fmt: skip
    full = [
        {**usual, "row": number, "reporter_code": r["reporter"], "partner_code": r["partner"], **r}
        for number, r in enumerate(rows, start=1)
    ]
    return ReportedFlows.from_arrow(pa.Table.from_pylist(full, schema=WITH_CODES), ORIGIN)


def as_rows(drawn: list[Any]) -> list[Row]:
    """Return drawn statements as rows, some of them twice."""
    names = ("period", "reporter", "partner", "flow", "product")
    rows = [
        {**dict(zip(names, key, strict=True)), "value_usd": value, "detail": detail,
         "valuation": valuation}
        for key, value, detail, valuation in drawn
    ]  # fmt: skip
    return rows + rows[::3]


def paired_of(drawn: list[Any], names: str = "ABCDE") -> BilateralFlows:
    """Return drawn clean statements, paired; the five economies may be renamed."""
    label = dict(zip("ABCDE", names, strict=True))
    rows = [
        {"period": period, "reporter": label[one], "partner": label[other], "flow": flow,
         "value_usd": value, "method": method}
        for (period, one, other, flow), value, method in drawn
    ]  # fmt: skip
    return pair(to_fob(flows_of(rows), ValuationRules(1.0))).compute()


@VERY_FEW
@given(statements)
def test_every_step_keeps_every_dollar_and_every_row(drawn: list[Any]) -> None:
    """In = kept + each reason, to the cent, after every step; no status is unknown."""
    flows = flows_of(as_rows(drawn))
    before = flows.ledger("read")
    harmonised = harmonise(flows, known())
    classified = classify(harmonised)
    for step in (harmonised, classified, totals(classified), to_fob(classified, ValuationRules())):
        after = step.ledger("step")
        assert after.rows == before.rows
        assert after.value_usd == before.value_usd
        assert {line.status for line in after.lines} <= set(Status)


@VERY_FEW
@given(statements)
def test_pairing_keeps_every_dollar_that_counts(drawn: list[Any]) -> None:
    """Kept dollars before = the exporters' and importers' reports after, whatever the spelling."""
    rows = as_rows(drawn)
    always = {**rows[0], "period": 2019, "reporter": "BBB", "flow": "X", "value_usd": 7.0}
    told_twice = [
        {**always, "partner": code, "product": "9", "detail": False} for code in ("aAA", "00004")
    ]
    done = totals(classify(harmonise(flows_of(rows + told_twice), known()))).compute()
    cells = pair(to_fob(done, ValuationRules(1.0))).to_arrow().to_pylist()
    reports = [row[f"{side}_report_usd"] for row in cells for side in ("exporter", "importer")]
    paired_cents = sum(round(value * 100) for value in reports if value is not None)
    assert paired_cents == int(done.ledger("x").kept_usd * 100)


@FEW
@given(clean, rules)
def test_one_sided_flows_keep_their_dollars_through_the_mirror(
    drawn: list[Any], chosen: MirrorRules
) -> None:
    """Where only exporters speak, in all periods alike, the agreed total is theirs."""
    exports = [(key, value, "reported") for key, value, _ in drawn if key[3] == "X"]
    proof = [((p, e, "A" if e != "A" else "B", "X"), 1.0, "reported")
             for p in (2001, 2002, 2003) for e in "ABCDE"]  # fmt: skip
    told = {row[0]: row for row in [*proof, *exports]}
    cells = paired_of(list(told.values()))
    kept = agree(cells, chosen).ledger("mirror").kept_usd
    assert int(kept * 100) == sum(round(value * 100) for _, value, _ in told.values())


@VERY_FEW
@given(statements, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(drawn: list[Any], random: Any) -> None:  # noqa: ANN401 - Hypothesis' own random
    """Shuffled, the same cells with the same reports."""
    rows = as_rows(drawn)
    shuffled = random.sample(rows, len(rows))
    one, other = (
        pair(
            to_fob(totals(classify(harmonise(flows_of(each), known()))), ValuationRules())
        ).to_arrow()
        for each in (rows, shuffled)
    )
    assert one.equals(other)


@FEW
@given(clean, rules, windows)
def test_agreeing_never_invents_a_dollar(
    drawn: list[Any], chosen: MirrorRules, window: Window | None
) -> None:
    """Each value is one of the two reports, says which, and reports stay as they were."""
    cells = paired_of(drawn)
    agreed = agree(cells, chosen, window).to_arrow()
    for name in ("exporter_report_usd", "importer_report_usd", "observed"):
        assert agreed[name].equals(cells.to_arrow()[name])
    for row in agreed.to_pylist():
        assert row["status"] in {"kept", "self_report"}
        assert row["value_usd"] == row[f"{row['basis']}_report_usd"]


@FEW
@given(clean, rules)
@example(TIED, MirrorRules())
def test_only_constant_reporters_speak_unless_there_is_none(
    drawn: list[Any], chosen: MirrorRules
) -> None:
    """What counts in the window is told by who files throughout, or by one of a silent pair."""
    window = Window((2001, 2002), (2003,))
    filed = {p: {key[1] for key, _, how in drawn if how == "reported" and key[0] == p}
             for p in window.periods}  # fmt: skip
    constant = set("ABCDE").intersection(*(who for who in filed.values() if who))
    rules_on = MirrorRules(chosen.prefer, constant_reporters=True)
    for row in agree(paired_of(drawn), rules_on, window).to_arrow().to_pylist():
        if row["status"] == "kept" and row["observed"] != "imputed":
            silent_pair = not {row["exporter"], row["importer"]} & constant
            assert row[row["basis"]] in constant or silent_pair


@FEW
@given(clean, rules, windows, st.permutations("ABCDE"))
@example(TIED, MirrorRules(), Window((2001, 2002), (2003,)), list("EDCBA"))
def test_the_names_of_the_economies_do_not_matter(
    drawn: list[Any], chosen: MirrorRules, window: Window | None, names: list[str]
) -> None:
    """Renamed before or after: the same values, bases and statuses."""
    label = dict(zip("ABCDE", names, strict=True))
    wanted = {
        (row["period"], label[row["exporter"]], label[row["importer"]]): row
        for row in agree(paired_of(drawn), chosen, window).to_arrow().to_pylist()
    }
    found = agree(paired_of(drawn, "".join(names)), chosen, window).to_arrow().to_pylist()
    assert len(found) == len(wanted)
    for row in found:
        base = wanted[row["period"], row["exporter"], row["importer"]]
        for name in ("value_usd", "basis", "status", "observed"):
            assert row[name] == base[name]


@FEW
@given(drawn=clean, zeros=st.booleans())
def test_observing_fills_the_world_and_changes_no_dollar(*, drawn: list[Any], zeros: bool) -> None:
    """Every ordered pair of every period once, reported cells untouched."""
    cells = paired_of(drawn)
    seen = observe(cells, filings_of(cells), known(), zeros=zeros).to_arrow().to_pylist()
    names = {row[side] for row in seen for side in ("exporter", "importer")}
    periods = {row["period"] for row in seen}
    keys_seen = [(row["period"], row["exporter"], row["importer"]) for row in seen]
    assert len(set(keys_seen)) == len(keys_seen) == len(periods) * len(names) * (len(names) - 1)
    told = [row for row in seen if row["exporter_report_usd"] or row["importer_report_usd"]]
    before = cells.to_arrow().to_pylist()
    assert told == [
        row for row in before if row["exporter_report_usd"] or row["importer_report_usd"]
    ]
    assert all(
        row["value_usd"] is None for row in seen if row["status"] in {"absent", "zero_or_missing"}
    )


@FEW
@given(statements)
def test_parquet_brings_statements_back_with_their_origin(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[Any]
) -> None:
    """Rows, schema, provenance with its files and codes; and the ledger."""
    path = tmp_path_factory.mktemp("parquet") / "flows.parquet"
    flows = flows_of(as_rows(drawn))
    pq.write_table(flows.to_arrow(), path)
    back = ReportedFlows.from_arrow(pq.read_table(path))
    assert back.provenance == ORIGIN
    assert back.to_arrow().equals(flows.to_arrow(), check_metadata=True)
    assert back.ledger("x") == flows.ledger("x")


@FEW
@given(clean, rules)
def test_parquet_brings_agreed_flows_back(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[Any], chosen: MirrorRules
) -> None:
    """Two types, one journey."""
    path: Path = tmp_path_factory.mktemp("parquet") / "flows.parquet"
    flows = agree(paired_of(drawn), chosen).compute()
    pq.write_table(flows.to_arrow(), path)
    back = BilateralFlows.from_arrow(pq.read_table(path))
    assert back.provenance == ORIGIN
    assert back.to_arrow().schema.equals(BILATERAL_SCHEMA)
    assert back.to_arrow().equals(flows.to_arrow(), check_metadata=True)
