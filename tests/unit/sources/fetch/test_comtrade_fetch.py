"""UN Comtrade: caps, calendar, keys, rows that should not be there."""

import json
import logging
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.unit.sources.fetch.conftest import StoppedClock, arrived, values, visible
from tests.unit.sources.fetch.provider import Provider, World, comtrade_row
from tradenet.domain import ConfigError
from tradenet.sources import read
from tradenet.sources.fetch import Order, estimate, fetch
from tradenet.sources.fetch.comtrade.query import Query, split
from tradenet.sources.fetch.failures import Damaged, NotReachable

Run = Callable[..., list[dict[str, object]]]
KEY = "k3y-0123456789abcdef"


@pytest.fixture
def run(provider: Provider, stopped: StoppedClock, tmp_path: Path) -> Run:
    """Fetch into the test's folder from the local provider."""

    def go(*settings: str, periods: str = "2022") -> list[dict[str, object]]:
        order = Order.of([f"base_url={provider.url}", f"periods={periods}", *settings])
        return fetch("comtrade", order, tmp_path / "out", clock=stopped.clock)

    return go


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def calendar(out: Path) -> dict[tuple[str, int], str]:
    rows = pq.read_table(out / "calendar.parquet").to_pylist()
    return {(row["reporter"], row["period"]): row["state"] for row in rows}


def altered(change: Callable[[list[dict[str, object]]], None]) -> Callable[[bytes], bytes]:
    """Change the rows of every answer that has some."""

    def alter(body: bytes) -> bytes:
        answer = json.loads(body)
        if isinstance(answer, dict) and answer.get("data") and "flowCode" in answer["data"][0]:
            change(answer["data"])
            answer["count"] = len(answer["data"])
        return json.dumps(answer).encode()

    return alter


def test_what_arrives_is_what_is_published(provider: Provider, run: Run, out: Path) -> None:
    provider.world = World({("156", "2022"): 20, ("643", "2021"): 3})
    records = run(periods="2021-2022")
    assert dict(values(out)) == pytest.approx(provider.world.values())
    assert {record["rows"] for record in records} == {80, 12}


def test_one_file_per_reporter_and_period_in_a_layout_that_is_read(
    provider: Provider, run: Run, out: Path
) -> None:
    provider.world = World({("156", "2022"): 2, ("643", "2022"): 1})
    run()
    names = [path.name for path in visible(out)]
    assert names == ["comtrade-CAHS-TOTAL-156-2022.csv", "comtrade-CAHS-TOTAL-643-2022.csv"]
    (flows,) = read(out / names[0])
    table = flows.to_arrow()
    assert flows.provenance.source == "comtrade_plus"
    assert sorted(table["flow"].to_pylist()) == ["M", "M", "RM", "RM", "RX", "RX", "X", "X"]
    assert table["detail"].to_pylist() == [False] * 8


def test_the_totals_of_partner_customs_and_transport_are_asked_for(
    provider: Provider, run: Run
) -> None:
    provider.world = World({("156", "2022"): 1})
    run()
    (path,) = provider.paths("preview")
    for part in ("partner2Code=0", "customsCode=C00", "motCode=0", "flowCode=M,X,RM,RX"):
        assert part in path


@pytest.mark.parametrize("partners", [124, 125, 126, 251, 280])
def test_a_silent_cap_loses_nothing(partners: int, provider: Provider, run: Run, out: Path) -> None:
    provider.world = World({("156", "2022"): partners})
    run()
    assert dict(values(out)) == pytest.approx(provider.world.values())
    assert set(arrived(out).values()) == {1}


def test_the_cap_of_a_key_is_split_by_reporters_first(
    provider: Provider, run: Run, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMTRADE_API_KEY", KEY)
    for place in ("tests.unit.sources.fetch.provider", "tradenet.sources.fetch.comtrade.query"):
        monkeypatch.setattr(f"{place}.KEYED_CAP", 100)
    provider.world = World({(code, "2022"): 20 for code in ("156", "408", "643")})
    run()
    asked = [
        path.partition("reporterCode=")[2].partition("&")[0] for path in provider.paths("get/")
    ]
    assert asked == ["156,408,643", "156,408", "156", "408", "643"]
    assert dict(values(out)) == pytest.approx(provider.world.values())


def test_a_cap_is_cut_by_products_in_the_end(provider: Provider, run: Run, out: Path) -> None:
    products = tuple(f"{code:06d}" for code in range(10_100, 10_630))
    provider.world = World({("156", "2022"): 2}, flows=("M",), products=products)
    provider.listed = 2
    run("products=AG6", "flows=M")
    assert len(values(out)) == 2 * len(products)
    assert dict(values(out)) == pytest.approx(provider.world.values())


def test_a_list_that_lacks_a_partner_is_found_out(provider: Provider, run: Run, out: Path) -> None:
    provider.world = World({("156", "2022"): 560}, flows=("M",))
    provider.listed = 200
    with pytest.raises(Damaged, match=r"in 2 parts, 300 of 500 rows are missing"):
        run("flows=M")
    assert visible(out) == []


def test_what_cannot_be_divided_and_reaches_the_cap_is_refused(
    provider: Provider, run: Run
) -> None:
    many = [comtrade_row("156", "2022", "M", "0", "TOTAL") for _ in range(500)]
    provider.world = World({("156", "2022"): 1}, flows=("M",))
    provider.alter = altered(lambda rows: rows.extend(many[1:]))
    with pytest.raises(Damaged, match="500 rows reach the cap and nothing is left to divide"):
        run("flows=M", "partners=0")


def test_the_order_of_splitting() -> None:
    query = Query("C/A/HS", ("1", "2"), ("2021", "2022"), ("M", "X"), ("AG2",))
    lists = {"partners": ("4", "8"), "AG2": ("01", "02")}
    seen = []
    while parts := split(query, lists.__getitem__):
        seen += [
            name
            for name in ("reporters", "periods", "flows", "partners", "products")
            if getattr(parts[0], name) != getattr(query, name)
        ]
        query = parts[0]
    assert seen == ["reporters", "periods", "flows", "partners", "products"]


def test_a_row_that_comes_twice_is_kept_once_and_counted(
    provider: Provider, run: Run, out: Path
) -> None:
    provider.world = World({("156", "2022"): 5})
    provider.alter = altered(lambda rows: rows.append(dict(rows[0])))
    (record,) = run()
    assert record["repeated"] == 1
    assert arrived(out) == dict.fromkeys(provider.world.values(), 1)


def test_a_row_that_comes_twice_with_two_values_is_refused(
    provider: Provider, run: Run, out: Path
) -> None:
    provider.world = World({("156", "2022"): 5})
    provider.alter = altered(lambda rows: rows.append({**rows[0], "primaryValue": 1.5}))
    with pytest.raises(Damaged, match=r"two rows of one key differ in primaryValue .*partner 0"):
        run()
    assert visible(out) == []


def test_a_new_column_is_kept_and_noted(provider: Provider, run: Run, out: Path) -> None:
    provider.world = World({("156", "2022"): 2})
    provider.alter = altered(lambda rows: [row.update(carbon="0.5") for row in rows] and None)
    (record,) = run()
    assert record["unknown_columns"] == ["carbon"]
    assert visible(out)[0].read_text(encoding="utf-8").splitlines()[0].endswith(",carbon")
    (flows,) = read(visible(out)[0])
    assert flows.to_arrow().num_rows == 8


def test_a_missing_column_is_refused_at_once(provider: Provider, run: Run, out: Path) -> None:
    provider.world = World({("156", "2022"): 2})
    provider.alter = altered(lambda rows: rows[1].pop("netWgt"))
    with pytest.raises(Damaged, match=r"row 2 of 8 lacks the columns netWgt after 1 try"):
        run()
    assert visible(out) == []


@pytest.mark.parametrize(("name", "code"), [
    ("reporterCode", 999), ("period", "1999"), ("flowCode", "DX"), ("partner2Code", 4),
    ("motCode", 1000), ("customsCode", "C01"),
])  # fmt: skip
def test_rows_nobody_asked_for_are_refused(
    name: str, code: object, provider: Provider, run: Run, out: Path
) -> None:
    provider.world = World({("156", "2022"): 2})
    provider.alter = altered(lambda rows: rows[0].update({name: code}))
    with pytest.raises(Damaged, match=f"not asked for: {name} {code} after 6 tries"):
        run()
    assert visible(out) == []


def test_json_cut_short_is_asked_again(provider: Provider, run: Run, out: Path) -> None:
    provider.world = World({("156", "2022"): 5})
    provider.faults = ["", "short"]
    run()
    assert dict(values(out)) == pytest.approx(provider.world.values())
    assert len(provider.paths("preview")) == 2


def test_an_error_with_status_200_is_no_empty_answer(
    provider: Provider, run: Run, out: Path
) -> None:
    provider.world = World({("156", "2022"): 5})
    error = b'{"count": 0, "data": [], "error": "query timed out"}'
    provider.alter = lambda body: error if b"flowCode" in body else body
    with pytest.raises(Damaged, match="reports an error: query timed out after 6 tries"):
        run()
    assert calendar(out)[("156", 2022)] == "not_fetched"


def test_not_published_not_fetched_and_zero_are_three_things(
    provider: Provider, run: Run, out: Path
) -> None:
    provider.world = World({("156", "2022"): 2, ("408", "2022"): 0, ("643", "2022"): 2})
    provider.fault_for = lambda path: "broken" if "reporterCode=643" in path else ""
    with pytest.raises(NotReachable, match=r"status 500\) after 6 tries"):
        run("reporters=156,364,408,643")
    asked = pq.read_table(out / "calendar.parquet")["asked_at"].to_pylist()
    assert set(asked) == {"2024-05-01T12:00:00+00:00"}
    assert calendar(out) == {
        ("156", 2022): "fetched",
        ("364", 2022): "not_published",
        ("408", 2022): "zero",
        ("643", 2022): "not_fetched",
    }


def test_all_reporters_are_in_the_calendar_with_those_who_published_nothing(
    provider: Provider, run: Run, out: Path
) -> None:
    provider.world = World({("156", "2022"): 2})
    run()
    states = calendar(out)
    assert states[("156", 2022)] == "fetched"
    assert states[("408", 2022)] == "not_published"
    assert len(states) > 200


def test_a_second_run_asks_for_nothing(provider: Provider, run: Run) -> None:
    provider.world = World({("156", "2022"): 2, ("408", "2022"): 0})
    first = run()
    before = len(provider.requests)
    assert run() == first
    assert len(provider.requests) == before


def test_refresh_brings_what_was_released_again_and_no_more(
    provider: Provider, run: Run, out: Path
) -> None:
    provider.world = World({("156", "2022"): 2})
    run()
    run("refresh=true")
    assert len(provider.paths("preview")) == 1
    provider.world = World({("156", "2022"): 3}, released="2024-09-01T00:00:00")
    (record,) = run("refresh=true")
    assert record["vintage"] == "2024-09-01T00:00:00"
    assert len(provider.paths("preview")) == 2
    assert dict(values(out)) == pytest.approx(provider.world.values())


def test_more_reporters_later_do_not_double_the_first(
    provider: Provider, run: Run, out: Path
) -> None:
    provider.world = World({("156", "2022"): 2, ("643", "2022"): 2})
    run("reporters=CHN")
    run()
    assert arrived(out) == dict.fromkeys(provider.world.values(), 1)
    assert len(provider.paths("preview")) == 2


def test_iso3_names_stand_for_all_codes_of_an_economy(provider: Provider, run: Run) -> None:
    provider.world = World({("842", "2022"): 1, ("156", "2022"): 1})
    run("reporters=USA", "partners=CHN")
    (path,) = provider.paths("preview")
    assert "reporterCode=842" in path
    assert "partnerCode=156" in path


def test_a_narrowed_selection_has_a_name_of_its_own(
    provider: Provider, run: Run, out: Path
) -> None:
    provider.world = World({("156", "2022"): 2})
    run()
    run("flows=X")
    assert len(visible(out)) == 2


def test_a_key_goes_in_the_header_and_nowhere_else(
    provider: Provider,
    run: Run,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("COMTRADE_API_KEY", KEY)
    caplog.set_level(logging.DEBUG)
    provider.world = World({("156", "2022"): 300})
    run()
    assert provider.paths("preview") == []
    paths, headers = zip(*provider.requests, strict=True)
    assert len(provider.paths("/data/v1/get/C/A/HS")) == 1
    assert all(sent.get("Ocp-Apim-Subscription-Key") == KEY for sent in headers)
    assert not any(KEY in path for path in paths)
    written = [path for path in out.rglob("*") if path.is_file()]
    assert not [path for path in written if KEY.encode() in path.read_bytes()]
    assert KEY not in caplog.text


def test_a_key_is_blanked_out_of_a_providers_message(
    provider: Provider, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMTRADE_API_KEY", KEY)
    provider.world = World({("156", "2022"): 5})
    echo = json.dumps({"data": [], "error": f"subscription {KEY} is blocked"}).encode()
    provider.alter = lambda body: echo if b"flowCode" in body else body
    with pytest.raises(Damaged, match=r"subscription \*\*\* is blocked") as caught:
        run()
    error: BaseException | None = caught.value
    while error is not None:
        assert KEY not in str(error)
        error = error.__cause__ or error.__context__


def test_a_cut_calendar_is_refused(provider: Provider, run: Run) -> None:
    provider.world = World({(str(code), "2022"): 1 for code in range(500)})
    with pytest.raises(Damaged, match="the calendar is cut at 500 entries"):
        run()


@pytest.mark.parametrize(("settings", "message"), [
    (["periods="], "needs --periods"),
    (["periods=202201"], "does not fit frequency=A; expected 4 digits"),
    (["reporters=XYZ"], "'XYZ' has no comtrade code"),
])  # fmt: skip
def test_an_order_that_makes_no_sense_is_refused(
    settings: list[str], message: str, run: Run, provider: Provider
) -> None:
    with pytest.raises(ConfigError, match=message):
        run(*settings)
    assert provider.requests == []


def test_a_dry_run_counts_calls_and_fetches_no_data(
    provider: Provider, run: Run, out: Path, stopped: StoppedClock
) -> None:
    provider.world = World({("156", "2022"): 2, ("643", "2022"): 2})
    order = Order.of([f"base_url={provider.url}", "periods=2022"])
    cost = estimate("comtrade", order, out, clock=stopped.clock)
    assert (cost.calls, cost.whole) == (10, 0)
    assert cost.bytes == 2 * 600 * 900
    assert provider.paths("preview") == []
    run("reporters=156")
    again = estimate("comtrade", order, out, clock=stopped.clock)
    assert (again.calls, again.whole) == (5, 1)
