"""The gravity estimates of the Advanced Guide to Trade Policy Analysis, made again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from tradenet.domain import SourceError
from tradenet.domain.progress import Progress, counted, silent
from tradenet.gravity import Coefficients, Model, fit_log_linear, fit_ppml
from tradenet.sources import agtpa
from tradenet.sources.reference import Agreements, agreements
from tradenet.study.phases import OWN_COLUMNS, with_phases

PANEL = Path("gravity/agtpa_chapter2_application2.dta")
# The Guide's panel of its chapter 1, with leads and lags of its own; taken where it is there.
OWN_PANEL = Path("gravity/agtpa_chapter1_application3.dta")
TOLERANCE: Final = 1e-4
_YEARS: Final = tuple(range(1986, 2007, 4))  # every fourth year, as the Guide has it
_TRADITIONAL: Final = ("rta", "log_distance", "contiguity", "language", "colony")
_TWO_WAY: Final = ("exporter^year", "importer^year")
_THREE_WAY: Final = (*_TWO_WAY, "pair_id")
_PHASES: Final = ("rta", "rta_lag4", "rta_lag8", "rta_lag12")
_LACKING: Final = (
    "the Guide's own columns of leads and lags are not in this file, and its agreements are those "
    "that began after its first year; older ones, and those of four years after its last, are the "
    "WTO's (data/reference/trade_agreements.csv), which lacks preferences on few goods"
)


@dataclass(frozen=True, slots=True)
class Target:
    """One published number and ours.

    Attributes
    ----------
    name : str
        What it is.
    ours, published : float
        The numbers.
    tolerance : float
        Largest difference that passes; 0 for a count.
    note : str
        Why it may differ; empty where nothing is known to.
    """

    name: str
    ours: float
    published: float
    tolerance: float
    note: str = ""

    @property
    def passed(self) -> bool:
        """Whether ours is the published number to the tolerance."""
        return abs(self.ours - self.published) <= self.tolerance


@dataclass(frozen=True, slots=True)
class GuideReplication:
    """Table of targets.

    Attributes
    ----------
    targets : tuple of Target
        In the order of the Guide.
    """

    targets: tuple[Target, ...]

    def lines(self) -> list[str]:
        """Return the table as lines of text."""
        head = f"{'target':<46}{'ours':>12}{'published':>12}{'tolerance':>11}  pass"
        table = [
            f"{at.name:<46}{_shown(at.ours):>12}{_shown(at.published):>12}{at.tolerance:>11g}  "
            f"{'yes' if at.passed else 'no'}"
            for at in self.targets
        ]
        notes = dict.fromkeys(at.note for at in self.targets if at.note and not at.passed)
        return [head, *table, *(f"not passed: {note}" for note in notes)]

    def to_json(self) -> list[dict[str, Any]]:
        """Return the targets as plain values."""
        return [{**asdict(at), "passed": at.passed} for at in self.targets]


def guide(folder: Path, *, tell: Progress = silent) -> GuideReplication:
    """Estimate the effects of regional trade agreements as the Guide does (its chapter 1).

    Exporter-year and importer-year effects; with pair effects, those of the Guide are the same in
    both directions and domestic trade takes part. 69 countries, every fourth year, 1986 to 2006.

    Parameters
    ----------
    folder : Path
        Holds ``gravity/agtpa_chapter2_application2.dta``, or ``agtpa_chapter1_application3.dta``,
        whose leads and lags are the Guide's own.
    tell : callable
        Told how far it is.

    Raises
    ------
    SourceError
        If the panel is not there or lacks a column.

    References
    ----------
    Yotov, Piermartini, Monteiro and Larch (2016), An Advanced Guide to Trade Policy Analysis: The
    Structural Gravity Model, World Trade Organization and UNCTAD.
    """
    path = folder / (OWN_PANEL if (folder / OWN_PANEL).is_file() else PANEL)
    if not path.is_file():
        msg = f"{path} is not there; --from wants a folder that holds {PANEL}"
        raise SourceError(msg)
    panel = prepared(path, agreements())
    foreign = panel[panel["exporter"] != panel["importer"]]
    models = {
        "ppml": (fit_ppml, foreign, _model(_TRADITIONAL, _TWO_WAY)),
        "ols": (fit_log_linear, foreign, _model(_TRADITIONAL, _TWO_WAY)),
        "pair": (fit_ppml, panel, _model(("rta",), _THREE_WAY)),
        "lead": (fit_ppml, panel, _model(("rta", "rta_lead4"), _THREE_WAY)),
        "phased": (fit_ppml, panel, _model(_PHASES, _THREE_WAY)),
        "global": (fit_ppml, panel, _model((*_PHASES, *_borders()), _THREE_WAY)),
    }
    fits = {
        name: fit(rows, model)
        for name, (fit, rows, model) in counted(models.items(), "estimating gravity models", tell)
    }
    return GuideReplication(_targets(fits))


def _targets(fits: Mapping[str, Coefficients]) -> tuple[Target, ...]:
    ppml, ols, pair = fits["ppml"], fits["ols"], fits["pair"]
    phased, opened = (sum(fits[name][phase] for phase in _PHASES) for name in ("phased", "global"))
    return (
        Target("R1 PPML, two-way: agreement", ppml["rta"], 0.1907, TOLERANCE),
        Target("R1 PPML, two-way: log distance", ppml["log_distance"], -0.8216, TOLERANCE),
        Target("R1 PPML, two-way: rows", ppml.used, 28_152, 0),
        Target("R2 least squares of logs: agreement", ols["rta"], -0.0044, TOLERANCE),
        Target("R2 least squares of logs: log distance", ols["log_distance"], -1.2159, TOLERANCE),
        Target("R2 least squares of logs: rows", ols.used, 25_689, 0),
        Target("R3 PPML, three-way, domestic: agreement", pair["rta"], 0.5572, TOLERANCE),
        Target("R3 PPML, three-way, domestic: rows", pair.used, 28_482, 0),
        Target("R4 lead of four years", fits["lead"]["rta_lead4"], 0.0774, TOLERANCE, _LACKING),
        Target("R4 sum of phases", phased, 0.9926, TOLERANCE, _LACKING),
        Target("R4 sum of phases with globalisation", opened, 0.4750, TOLERANCE, _LACKING),
    )


def _model(regressors: tuple[str, ...], effects: tuple[str, ...]) -> Model:
    return Model(regressors, effects, clusters=("pair_id",))


def _borders() -> tuple[str, ...]:
    """Return the names of the border dummies of each year but the last, which the effects need."""
    return tuple(f"border_{year}" for year in _YEARS[:-1])


def prepared(path: Path, known: Agreements) -> Any:  # noqa: ANN401 - a pandas frame
    """Return the panel of every fourth year with logarithm, lead, lags and border dummies.

    Leads and lags are the file's own where it has them, else `with_phases` makes them. The border
    dummy of the last year is left out, since the effects determine it.
    """
    import numpy as np

    panel = agtpa.read_panel(path).to_pandas()
    if "rta" not in panel:
        msg = f"{path.name} lacks the column RTA; the panel of chapter 2 has it"
        raise SourceError(msg)
    if not set(OWN_COLUMNS) <= set(panel):
        panel = with_phases(panel, known)
    panel = panel[panel["year"].isin(_YEARS)].copy()
    panel["log_distance"] = np.log(panel["distance_km"])
    foreign = panel["exporter"] != panel["importer"]
    for year, name in zip(_YEARS, _borders(), strict=False):
        panel[name] = (foreign & (panel["year"] == year)).astype(float)
    return panel


def _shown(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.4f}"
