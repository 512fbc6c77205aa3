"""Leads and lags of agreements, worked out by hand."""

import pandas as pd
import pytest

from tradenet.domain import AgreementSpell
from tradenet.sources.reference import Agreements
from tradenet.study.phases import OWN_COLUMNS, with_phases


def spell(economies: str, since: str, until: str = "") -> AgreementSpell:
    return AgreementSpell(
        since=since, until=until, source="made up", checked="read", agreement=economies,
        wto_id="", type="FTA", side="*", economies=tuple(economies.split()),
    )  # fmt: skip


KNOWN = Agreements(
    (
        spell("FRA ESP", "1980-01-01"),
        spell("FRA ROU", "1970-01-01", "1985-01-01"),
        spell("ESP ROU", "1995-01-01"),
        spell("FRA USA", "2008-01-01"),
    )
)
BEGAN = {"FRA-ROM": 1992}


@pytest.fixture(scope="module")
def panel() -> pd.DataFrame:
    """France–Romania agrees from 1992 in the file, which knows of no older agreement."""
    rows = [
        (one, other, year, float(year >= BEGAN.get("-".join((one, other)), 9999)))
        for one, other in [("FRA", "ESP"), ("FRA", "ROM"), ("ESP", "ROM"), ("FRA", "USA")]
        for year in range(1986, 2007)
    ]
    frame = pd.DataFrame(rows, columns=["exporter", "importer", "year", "rta"])
    mixed = frame.sample(frac=1.0, random_state=1)
    made = with_phases(mixed, KNOWN)
    assert made.index.equals(mixed.index)
    return made.sort_values(["exporter", "importer", "year"])


def of(panel: pd.DataFrame, importer: str, column: str) -> str:
    at = (panel["exporter"] == "FRA") & (panel["importer"] == importer)
    seen = panel[at & panel["year"].isin(range(1986, 2007, 4))]
    return "".join(str(int(value)) for value in seen[column])


def test_an_older_agreement_lasts_and_its_start_moves_the_lags(panel: pd.DataFrame) -> None:
    """From 1980: 1986 - 4 and - 8 lie after and before it; 12 years back does so from 1994 on."""
    assert of(panel, "ESP", "rta_lead4") == "111111"
    assert of(panel, "ESP", "rta_lag4") == "111111"
    assert of(panel, "ESP", "rta_lag8") == "011111"
    assert of(panel, "ESP", "rta_lag12") == "001111"


def test_inside_its_years_the_panel_counts(panel: pd.DataFrame) -> None:
    """What the table says of France–Romania ended before the panel, and does not count."""
    assert of(panel, "ROM", "rta") == "001111"
    assert of(panel, "ROM", "rta_lead4") == "011111"
    assert of(panel, "ROM", "rta_lag4") == "000111"
    assert of(panel, "ROM", "rta_lag12") == "000001"
    spain = panel[(panel["exporter"] == "ESP")]
    assert not spain[list(OWN_COLUMNS)].to_numpy().any()  # from 1995, but not for the panel


def test_after_the_last_year_the_table_adds_what_is_new(panel: pd.DataFrame) -> None:
    assert of(panel, "USA", "rta_lead4") == "000001"
    assert of(panel, "USA", "rta_lag4") == "000000"


def test_the_panel_is_left_as_it_was() -> None:
    frame = pd.DataFrame({"exporter": ["FRA"], "importer": ["ESP"], "year": [1986], "rta": [0.0]})
    with_phases(frame, KNOWN)
    assert list(frame) == ["exporter", "importer", "year", "rta"]
