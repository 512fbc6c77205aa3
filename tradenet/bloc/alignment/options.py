"""What a study of alignment can choose."""

from __future__ import annotations

from dataclasses import dataclass

from tradenet.domain import ConfigError

_FEWEST = 19  # 1 / (1 + 19) is 0.05


@dataclass(frozen=True, slots=True)
class AlignmentOptions:
    """How votes become a distance, and what a change must be to matter.

    Attributes
    ----------
    resolution : str
        Of the General Assembly, whose votes make the given sets.
    exposure : tuple of int
        Years before the event whose mean ideal points are the exposure: votes after the event may
        follow trade.
    offset : float
        Added to a distance before its logarithm, > 0; about the standard error of one ideal point
        (0.13 in 2019), below which a distance is noise.
    matters : float
        Elasticity of trade to distance that would matter, < 0. Half of what Bosone et al. (2024,
        ECB Working Paper 2960) report: -2 % of trade for +10 % of distance is -0.21.
    permutations : int
        How often ideal points are dealt anew among economies; 19 or more.
    worlds : int
        Gravity worlds against which communities are held; 19 or more, or 0 for none.
    """

    resolution: str = "ES-11/1"
    exposure: tuple[int, ...] = (2015, 2016, 2017, 2018, 2019)
    offset: float = 0.1
    matters: float = -0.1
    permutations: int = 499
    worlds: int = 49

    def __post_init__(self) -> None:
        if self.offset <= 0 or self.matters >= 0 or not self.exposure:
            msg = (
                f"offset must be > 0 (got {self.offset}), matters < 0 (got {self.matters}), "
                f"exposure at least one year (got {len(self.exposure)})"
            )
            raise ConfigError(msg)
        if self.permutations < _FEWEST or 0 < self.worlds < _FEWEST:
            msg = (
                f"{self.permutations} permutations and {self.worlds} worlds: fewer than {_FEWEST} "
                "can never give a p-value of 0.05"
            )
            raise ConfigError(msg)
