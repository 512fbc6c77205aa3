"""Products, periods and revisions of published files, against what their publishers say."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from tradenet import sources
from tradenet.domain import ReportedFlows
from tradenet.flows import AggregateRules, ConcordRules, aggregate, concord
from tradenet.sources.correspondence import read_correspondence
from tradenet.sources.sections import sections
from tradenet.study.prepare import harmonised

pytestmark = pytest.mark.realdata

Golden = Callable[..., None]
# Sectors of the Atlas that are whole sections of the Harmonized System.
SECTORS = {
    "Agriculture": ["I", "II", "III", "IV", "VIII", "IX", "X"],
    "Chemicals": ["VI", "VII"],
    "Metals": ["XV"],
    "Minerals": ["V"],
    "Other": ["unspecified"],
    "Stone": ["XIII", "XIV"],
    "Vehicles": ["XVII"],
}
_ROUNDING = 6.5  # dollars: twelve months and a year, each written in whole dollars


def at(flows: ReportedFlows, level: str | None = None, *, annual: bool = False) -> ReportedFlows:
    return aggregate(flows, AggregateRules(level, annual), sections()).compute()


def kept(flows: ReportedFlows) -> pd.DataFrame:
    frame: pd.DataFrame = flows.to_pandas()
    return frame[frame["status"] == "kept"]


def codes(shared: Path, edition: str) -> list[str]:
    path = shared / "baci" / f"product_codes_{edition}_V202501.csv"
    return [str(code) for code in pd.read_csv(path, dtype=str)["code"]]


@pytest.fixture(scope="module")
def atlas(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], ReportedFlows]:
    """Return the Atlas' values of 2019: by chapter, by sector, in total."""

    def read(name: str) -> ReportedFlows:
        published = shared / "atlas" / f"atlas_bilateral_{name}_2010_2020.parquet"
        path = tmp_path_factory.mktemp("atlas") / f"atlas_{name}.parquet"
        pq.write_table(pq.read_table(published, filters=[("year", "==", 2019)]), path)
        (flows,) = sources.read(path)
        return flows.compute()

    return read


def test_sections_made_of_chapters_are_the_published_sectors(
    atlas: Callable[[str], ReportedFlows],
) -> None:
    """Seven sectors of 22,361 pairs that the Atlas sums itself, to the dollar."""
    keys = ["reporter", "partner"]
    chapters = atlas("hs2")
    ours = kept(at(chapters, "section")).pivot_table(
        index=keys, columns="product", values="value_usd", aggfunc="sum", fill_value=0.0
    )
    theirs = kept(atlas("section")).pivot_table(
        index=keys, columns="product", values="value_usd", aggfunc="sum", fill_value=0.0
    )
    assert len(ours) == len(theirs) == 22_361
    for sector, parts in SECTORS.items():
        assert (ours[parts].sum(axis=1) - theirs[sector]).abs().max() < 1.0, sector
    assert at(chapters, "section").ledger("x").kept_usd == chapters.ledger("x").kept_usd


def test_totals_made_of_chapters_are_the_published_totals(
    atlas: Callable[[str], ReportedFlows],
) -> None:
    """By way of the sections, every pair to the dollar."""
    keys = ["reporter", "partner"]
    ours = kept(at(at(atlas("hs2"), "section"), "total")).set_index(keys)["value_usd"]
    theirs = kept(atlas("totals")).set_index(keys)["value_usd"]
    one, other = ours.align(theirs, fill_value=0.0)
    assert (one - other).abs().max() < 1.0


def test_years_made_of_months_are_the_published_years(shared: Path, golden: Golden) -> None:
    """15 countries, 2011-2020, the IMF's months against the IMF's years.

    Up to 2019 the two files are one vintage, and agree to the rounding of whole dollars. In 2020
    the months of four European reporters (France, Germany, Italy, Netherlands) are another vintage
    than their year: at most 4.8 % of a cell, 0.02 % of the sum.
    """
    (monthly,) = harmonised(shared / "imf_dots" / "imf_dots_monthly_15countries_2011_2020.csv")
    yearly = at(monthly, annual=True)
    assert yearly.ledger("x").value_usd == monthly.ledger("x").value_usd
    ours = kept(yearly).rename(columns={"period": "year", "value_usd": "ours"})
    names = sorted(set(ours["reporter"]))
    path = shared / "imf_dots" / "imf_dots_annual_1960_2020.parquet"
    filters = [("year", ">=", 2011), ("reporter_iso3", "in", names), ("partner_iso3", "in", names)]
    columns = ["year", "flow", "reporter_iso3", "partner_iso3", "value_musd"]
    published = pq.read_table(path, columns=columns, filters=filters).to_pandas()
    published = published.astype(dict.fromkeys(("reporter_iso3", "partner_iso3", "flow"), str))
    published = published.rename(columns={"reporter_iso3": "reporter", "partner_iso3": "partner"})
    both = ours.merge(published, on=["year", "reporter", "partner", "flow"])
    theirs = both["value_musd"] * 1e6
    gap = (both["ours"] / theirs - 1).abs()
    alike = (both["ours"] - theirs).abs() <= _ROUNDING
    early = both["year"] < 2020
    assert len(both) == len(ours) == 15 * 14 * 2 * 10
    assert alike[early].all()
    assert set(both.loc[gap > 1e-3, "reporter"]) == {"DEU", "FRA", "ITA", "NLD"}
    assert gap.max() < 0.05
    golden(
        "products_months_and_years",
        {
            "cells": len(both),
            "cells_that_agree": int(alike.sum()),
            "largest_gap_2020": float(gap.max()),
            "largest_difference_before_2020_usd": float((both["ours"] - theirs)[early].abs().max()),
            "sum_2020_ours_by_theirs": float(both["ours"][~early].sum() / theirs[~early].sum()),
        },
        rel=1e-6,
    )


def test_a_total_made_of_six_digits_is_near_the_imf_total(shared: Path) -> None:
    """Indonesia's exports of 2020: 4,387 codes sum to 163.19 bn; the IMF has 164.00 bn.

    Within 1 %: one is UN Comtrade's, the other IMF's collection of the same customs.
    """
    path = shared / "comtrade_legacy" / "IDN_exports_world_HS6_2020_2021.csv"
    (six,) = sources.read(path)
    total = at(six, "total")
    assert at(at(at(six, "HS4"), "HS2"), "total").to_arrow().equals(total.to_arrow())
    value = {row["period"]: row["value_usd"] for row in total.to_arrow().to_pylist()}
    plain = pd.read_csv(path, dtype={"Commodity Code": str})
    assert value[2020] == plain.loc[plain["Year"] == 2020, "Trade Value (US$)"].sum()
    filters = [("year", "==", 2020), ("flow", "==", "X"), ("reporter_iso3", "==", "IDN"),
               ("partner", "==", "World")]  # fmt: skip
    dots = pq.read_table(shared / "imf_dots/imf_dots_annual_1960_2020.parquet", filters=filters)
    assert value[2020] == pytest.approx(dots["value_musd"][0].as_py() * 1e6, rel=0.01)


def test_files_of_another_classification_or_level_say_so(shared: Path) -> None:
    """China's file is SITC Rev. 4; Thailand's has one heading in three revisions, by year."""
    (china,) = sources.read(shared / "comtrade_legacy" / "china_sitc2_2010_2018_part1.csv")
    assert [line.status for line in at(china, "HS2").ledger("x").lines] == ["not_hs"]
    (thailand,) = sources.read(shared / "comtrade_plus" / "THA_imports_HS8542_2014_2024.csv")
    table = thailand.table.select("period", "classification").distinct().to_pyarrow()
    told = dict(zip(*table.to_pydict().values(), strict=True))
    assert {year: told[year] for year in (2014, 2016, 2017, 2021, 2022, 2024)} == {
        2014: "H4", 2016: "H4", 2017: "H5", 2021: "H5", 2022: "H6", 2024: "H6",
    }  # fmt: skip
    assert at(thailand, "HS2").ledger("x").value_usd == thailand.ledger("x").value_usd


def test_all_codes_of_two_revisions_have_a_section(shared: Path, golden: Golden) -> None:
    """Every code of HS 1992 and of HS 2022, also 9999AA, is known, and how many are in both."""
    old, new = (set(codes(shared, edition)) for edition in ("HS92", "HS22"))
    assert {code[:2] for code in old | new} == {*sections(), "99"}
    golden(
        "products_codes",
        {"HS92": len(old), "HS22": len(new), "in_both": len(old & new)},
    )


def test_bacis_dollars_are_mapped_or_marked(shared: Path, tmp_path: Path, golden: Golden) -> None:
    """Codes that HS 1992 and HS 2022 share, taken as linked, on two countries of BACI.

    No table of ours: the same digits need not be the same goods. The test is of the account.
    """
    (flows,) = sources.read(shared / "baci" / "BACI_HS92_Y2021_V202301_subset_4_710.csv")
    flows = flows.compute()
    both = sorted({*codes(shared, "HS92")} & {*codes(shared, "HS22")})
    path = tmp_path / "links.csv"
    path.write_text("\n".join(["HS 1992,HS 2022", *(f"{c},{c}" for c in both)]), encoding="utf-8")
    done = concord(flows, read_correspondence(path), ConcordRules("H6")).ledger("x")
    dollars: dict[str, Any] = {line.status: line.value_usd for line in done.lines}
    assert set(dollars) == {"kept", "not_mapped"}
    assert done.value_usd == flows.ledger("x").value_usd == Decimal(sum(dollars.values()))
    assert at(flows, "HS2").ledger("x").kept_usd == done.value_usd
    shares = float(dollars["kept"] / done.value_usd)
    golden("products_mapped", {"share_of_dollars": shares, "codes": len(both)})
