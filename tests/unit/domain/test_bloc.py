"""Blocs: dyads by class, and what is no bloc."""

import pytest

from tradenet.domain import Bloc, ConfigError


def test_dyads_by_class() -> None:
    """Three spokes and a hub: three dyads of each class, six in all."""
    bloc = Bloc(("PRK", "IRN", "RUS"), "CHN")
    assert len(bloc.hub_spoke) == len(bloc.spoke_spoke) == 3
    assert bloc.dyads == bloc.hub_spoke + bloc.spoke_spoke
    assert bloc.members == ("PRK", "IRN", "RUS", "CHN")
    assert {frozenset(dyad) for dyad in bloc.dyads} == {
        frozenset((a, b)) for a in bloc.members for b in bloc.members if a != b
    }


def test_without_a_hub_there_are_only_spokes() -> None:
    """No hub–spoke class."""
    bloc = Bloc(("A", "B"))
    assert bloc.hub_spoke == ()
    assert bloc.dyads == (("A", "B"),)
    assert bloc.members == ("A", "B")


@pytest.mark.parametrize(
    ("spokes", "hub"), [((), "A"), (("A",), "B"), (("A", "A"), "B"), (("A", "B"), "A")]
)
def test_what_is_no_bloc_is_refused(spokes: tuple[str, ...], hub: str) -> None:
    """One spoke, a spoke twice, a hub that is a spoke."""
    with pytest.raises(ConfigError, match="two or more different spokes and a hub apart"):
        Bloc(spokes, hub)
