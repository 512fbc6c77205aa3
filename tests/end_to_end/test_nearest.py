"""Whatever is misspelt: code 2, one line that suggests what was meant, nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.conftest import Call

MISSPELT = {
    "report brown-2202": "'brown-2022'",
    "report mien.toml": "'mine.toml'",
    "report --set windw.post=[2023]": "'window'",
    "report --set window.pst=[2023]": "'post'",
    "report --set communities.resolutoin=2": "'resolution'",
    "report --set design.name=blok": "'bloc'",
    "report --set bloc.hub=Rusia": "'RUS'",
    "report --set bloc.hub=CHNN": "'CHN'",
    "report --ties ties.csv": "'frm'",
    "watch --focus Rusia": "'RUS'",
    "watch --focus prk,IRNN": "'IRN'",
    "watch --flows snapshott@2023": "'snapshot'",
    "check snapshott": "'snapshot'",
    "check flow.csv": "'flows.csv'",
    "communities --null gravty": "'gravity'",
    "communities --method leidn": "'leiden'",
    "communities --layer HS22 --flows flows.csv": "'HS2'",
    "graph export --period 2019 --format gexff --out g": "'gexf'",
    "graph export --period 2019 --format csv --out g --set metod=leiden": "'method'",
    "ingest flows.csv --store s": "nearest is pair_totals, without importer (did you mean 'impr",
    "ingest flows.csv --store s --layout pair_total": "'pair_totals'",
    "ingest flows.csv --store s --level HS3": "'HS",
    "fetch comtrad --out o": "'comtrade'",
    "fetch comtrade --out o --periods 2019 --reporters Rusia --dry-run": "'RUS'",
    "fetch comtrade --out o --set product=TOTAL": "'products'",
    "multiverse brown-2202": "'brown-2022'",
    "calibrate --study brown-2202": "'brown-2022'",
    "studies show brics2": "'brics'",
    "studies new mine2 --from brisc": "'brics'",
    "studies freeze bric": "'brics'",
    "--engine dukdb sources": "'duckdb'",
}


@pytest.mark.parametrize("words", MISSPELT)
def test_a_misspelt_name_is_answered_with_the_nearest(
    words: str, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text("", encoding="utf-8")
    (tmp_path / "flows.csv").write_text(
        "year,exporter,imprter,value_usd\n2019,CHN,RUS,5\n", encoding="utf-8"
    )
    (tmp_path / "ties.csv").write_text(
        "kind,period,frm,to,value\narms,2019,AAA,BBB,0\n", encoding="utf-8"
    )
    code, out, err = call(*words.split())
    assert (code, out) == (2, "")
    *_, last = err.splitlines()
    assert last.startswith("tradenet: ")
    assert MISSPELT[words] in last
    assert "Traceback" not in err
    written = {path.name for path in tmp_path.rglob("*") if path.is_file()} - {"lock"}
    assert written == {"mine.toml", "flows.csv", "ties.csv"}
