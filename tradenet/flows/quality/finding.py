"""What a detector says: what, where, how much, how sure, what is done about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from tradenet.domain import ConfigError
from tradenet.domain.notebook import card

FINDINGS_SCHEMA = pa.schema(
    [
        ("detector", pa.string()),
        ("period", pa.int32()),
        ("economy", pa.string()),
        ("partner", pa.string()),
        ("product", pa.string()),
        ("value_usd", pa.float64()),
        ("score", pa.float64()),
        ("what", pa.string()),
        ("score_means", pa.string()),
        ("default", pa.string()),
        ("change", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Explained:
    """What all findings of one detector have in common.

    Attributes
    ----------
    score_means : str
        What 0 and 1 mean.
    default : str
        What tradenet does about it when nobody says otherwise.
    change : str
        How to change that.
    """

    score_means: str
    default: str
    change: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One doubt about the flows, with its size and its certainty.

    Attributes
    ----------
    detector : str
        Name in `DETECTORS`.
    period : int
        YYYY or YYYYMM.
    economy, partner : str
        Exporter and importer where the finding is about a flow; the partner is empty where it is
        about one economy, both are where it is about all.
    product : str
        ``TOTAL`` or a code.
    value_usd : float
        Dollars at stake, ≥ 0.
    score : float
        0 to 1; what that means is said in ``explained``.
    what : str
        One sentence.
    explained : Explained
        Meaning of the score, what is done by default, how to change it.

    Examples
    --------
    >>> why = Explained("share", "kept", "set it aside")
    >>> Finding("jumps", 2019, "AAA", "BBB", "TOTAL", 5e8, 0.5, "tenfold", why).summary()
    '2019 AAA>BBB: tenfold (0.500 bn USD, score 0.50)'
    """

    detector: str
    period: int
    economy: str
    partner: str
    product: str
    value_usd: float
    score: float
    what: str
    explained: Explained

    def __post_init__(self) -> None:
        if not 0 <= self.score <= 1 or self.value_usd < 0:
            msg = f"a finding of {self.detector} has score {self.score}, value {self.value_usd}"
            raise ConfigError(msg)

    @property
    def where(self) -> str:
        """Economies, as ``AAA>BBB`` for a flow."""
        return ">".join(name for name in (self.economy, self.partner) if name) or "all"

    def summary(self) -> str:
        """Return one quotable line."""
        value = self.value_usd / 1e9
        return (
            f"{self.period} {self.where}: {self.what} ({value:,.3f} bn USD, score {self.score:.2f})"
        )

    def _repr_html_(self) -> str:
        return card(f"Doubt of {self.detector}", [("what", self.summary())])


def findings_table(findings: Iterable[Finding]) -> pa.Table:
    """Return findings as a table in total order: detector, dollars descending, then the rest."""
    ordered = sorted(findings, key=_order)
    return pa.table(
        {
            field.name: pa.array([_cell(f, field.name) for f in ordered], field.type)
            for field in FINDINGS_SCHEMA
        },
        schema=FINDINGS_SCHEMA,
    )


def read_findings(table: pa.Table) -> tuple[Finding, ...]:
    """Return the findings that a table holds.

    Examples
    --------
    >>> read_findings(findings_table([]))
    ()
    """
    shared = Explained.__slots__
    return tuple(
        Finding(
            **{name: row[name] for name in FINDINGS_SCHEMA.names if name not in shared},
            explained=Explained(**{name: row[name] for name in shared}),
        )
        for row in table.to_pylist()
    )


def _order(f: Finding) -> tuple[str, float, int, str, str, str, str]:
    return (f.detector, -f.value_usd, f.period, f.economy, f.partner, f.product, f.what)


def _cell(finding: Finding, name: str) -> object:
    owner = finding.explained if name in Explained.__slots__ else finding
    value: object = getattr(owner, name)
    return value
