"""Options that come as one dataclass: what Typer sees, and what the command is given."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from tradenet.cli.communities import Asked, communities
from tradenet.cli.ingest import Wanted, ingest
from tradenet.cli.options import with_options


@dataclass(frozen=True)
class Size:
    """Two options."""

    width: Annotated[int, typer.Option(help="How wide.")] = 3
    deep: Annotated[bool, typer.Option("--deep", help="Or flat.")] = False


given: list[tuple[str, Size, bool]] = []


@with_options(size=Size)
def draw(
    name: Annotated[str, typer.Argument(help="Of what.")],
    size: Size,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing.")] = False,  # noqa: FBT002
) -> None:
    """Draw something."""
    given.append((name, size, quiet))


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer()
    made.command()(draw)
    given.clear()
    return made


def test_the_fields_are_options_and_arrive_together(app: typer.Typer) -> None:
    asked = CliRunner().invoke(app, ["house", "--width", "7", "--deep"])
    assert asked.exit_code == 0
    assert given == [("house", Size(7, deep=True), False)]


def test_what_is_not_given_has_the_default_of_the_dataclass(app: typer.Typer) -> None:
    assert CliRunner().invoke(app, ["house", "--quiet"]).exit_code == 0
    assert given == [("house", Size(), True)]


def test_help_names_every_field(app: typer.Typer) -> None:
    told = CliRunner().invoke(app, ["--help"]).stdout
    for words in ("Draw something", "--width", "How wide.", "--deep", "Or flat.", "--quiet"):
        assert words in told


def test_a_wrong_kind_is_refused(app: typer.Typer) -> None:
    assert CliRunner().invoke(app, ["house", "--width", "broad"]).exit_code == 2
    assert given == []


@pytest.mark.parametrize(
    ("command", "kind", "name"), [(communities, Asked, "asked"), (ingest, Wanted, "wanted")]
)
def test_commands_show_the_fields_instead_of_the_argument(
    command: object, kind: type, name: str
) -> None:
    shown = inspect.signature(command).parameters  # type: ignore[arg-type]
    assert name not in shown
    assert set(inspect.signature(kind).parameters) <= set(shown)
