"""Run studies and write their reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tradenet.cli.names import complete_settings, complete_studies
from tradenet.cli.options import FlowsOption, Speech, with_options, working

if TYPE_CHECKING:
    from tradenet.study import StudyConfig

_MAIN = "brown-2022"
_SHARE_OF_THE_RUN = 0.86  # as measured for brown-2022; the rest is drawn and written


@dataclass(frozen=True, slots=True)
class Given(Speech):
    """What is the same for every study: the user's own files, and how it is told."""

    flows: FlowsOption = None
    ties: Annotated[
        list[Path] | None,
        typer.Option(help="Table of other ties; its kinds: tradenet sources. May be repeated."),
    ] = None
    pdf: Annotated[bool, typer.Option("--pdf", help="Write report.pdf as well (extra pdf).")] = (
        False
    )


@with_options(given=Given)
def report(
    given: Given,
    studies: Annotated[
        list[str] | None,
        typer.Argument(
            help=f"Shipped studies or TOML paths; {_MAIN} if none is named.",
            autocompletion=complete_studies,
        ),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder; DIR/<study>/ is written.")] = Path("reports"),
    seed: Annotated[int | None, typer.Option(help="Seed of every random stream.")] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            help="section.key=value, may be repeated.",
            autocompletion=complete_settings,
        ),
    ] = None,
) -> None:
    """Run studies and write their reports; of several, also a page that compares the verdicts.

    All options hold for every study that is named. DIR/index.html compares the reports in DIR; it
    is written where several studies are named, and kept up to date where it stands already. With
    --json a list is printed: of each study what its verdict.json holds, and where its page is.

    Example: tradenet report

    Example: tradenet report brown-2022 --set valuation.cif_fob_ratio=1.1

    Example: tradenet report mine.toml --flows flows --out reports

    Example: tradenet report brown-2022 brics --pdf

    Example: tradenet report brown-2022 --quiet --json

    Next: Open reports/brown-2022/index.html. tradenet studies list names other studies.
    """
    import json

    from tradenet import report as room

    if given.pdf:
        room.pdf_engine()
    settings = [*(set_ or []), *([f"run.seed={seed}"] if seed is not None else [])]
    configs = _loaded(studies or [_MAIN], settings)
    compared = room.has_index(out) or len(configs) > 1
    told = _each(configs, given, out, compared=compared)
    if compared:
        room.write_index(out)
    if given.as_json:
        typer.echo(json.dumps(told, indent=1, ensure_ascii=False))
    elif compared:
        typer.echo(str(out / "index.html"))


def _each(
    configs: Sequence[tuple[str, StudyConfig]], given: Given, out: Path, *, compared: bool
) -> list[dict[str, Any]]:
    """Write one report after the other; what was written stands if a later one fails."""
    from tradenet import report as room
    from tradenet.domain import TradenetError

    told: list[dict[str, Any]] = []
    for name, config in configs:
        try:
            told.append(_one(name, config, given, out))
        except TradenetError as error:
            if len(configs) == 1:
                raise
            if compared and told:
                room.write_index(out)
            done = [config.study.name for _, config in configs[: len(told)]]
            msg = f"{name}: {error} ({_standing(done)})"
            raise TradenetError(msg) from error
    return told


def _standing(done: Sequence[str]) -> str:
    return f"written before it: {', '.join(done)}" if done else "nothing was written before it"


def _loaded(names: Sequence[str], settings: Sequence[str]) -> list[tuple[str, StudyConfig]]:
    """Read all studies before the first is run; no two may claim one folder."""
    from tradenet import study as studies
    from tradenet.domain import ConfigError

    configs = [(name, studies.load(name, settings)) for name in names]
    often = Counter(config.study.name for _, config in configs)
    twice = [name for name, times in often.items() if times > 1]
    if twice:
        msg = f"{', '.join(twice)}: named more than once, and its report would be overwritten"
        raise ConfigError(msg)
    return configs


def _one(name: str, config: StudyConfig, given: Given, out: Path) -> dict[str, Any]:
    """Write the report of one study, whole or not at all; say what it found, and return it."""
    import datetime as dt

    from tradenet import report as room
    from tradenet import study as studies
    from tradenet.domain.progress import within
    from tradenet.domain.text import visible
    from tradenet.sources import kept, store

    frozen = studies.frozen_file(name)
    standing = studies.registration(config, frozen).to_dict()
    if not given.quiet:
        typer.echo(f"{config.study.name} {standing['hash'][:12]}: {standing['sentence']}", err=True)
    ties = given.ties or ()
    tables = [file for file, _ in studies.files_of(config, ties)]
    key = kept.key({"options": config.to_dict(), "registration": standing}, given.flows, tables)
    target, now = out / config.study.name, dt.datetime.now(dt.UTC)
    with store.replacing(target, "manifest.json") as folder:
        if not kept.fetch(key, folder):
            with working(f"running {config.study.name}", quiet=given.quiet) as tell:
                ran = within(tell, 0.0, _SHARE_OF_THE_RUN)
                result = studies.run(config, given.flows, frozen, ties, ran)
                tell(f"writing {target}", _SHARE_OF_THE_RUN)
                room.write(result, folder, now)
            kept.keep(key, folder)
        if given.pdf:
            with working(f"printing {target}", quiet=given.quiet):
                room.add_pdf(folder)
        said: dict[str, Any] = room.stamp(folder, now)
    page = str(target / "index.html")
    if not given.as_json:
        typer.echo(visible(f"{said['verdict']}: {said['sentence']}"))
        typer.echo(visible(f"cannot be known: {said['cannot_show']}"))
        typer.echo(page)
    return {**said, "page": page}
