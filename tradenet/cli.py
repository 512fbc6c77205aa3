"""Listen and speak: arguments in, exit code out. Results on stdout, everything else on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(
    name="tradenet",
    help="Do the sanctioned states trade as a bloc? Reported trade in, a documented answer out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
snapshot_app = typer.Typer(help="Build or prove the embedded snapshot.", no_args_is_help=True)
studies_app = typer.Typer(help="List, show or start studies.", no_args_is_help=True)
graph_app = typer.Typer(help="Hand trade graphs to other tools.", no_args_is_help=True)
replicate_app = typer.Typer(help="Make published numbers again.", no_args_is_help=True)
app.add_typer(snapshot_app, name="snapshot")
app.add_typer(studies_app, name="studies")
app.add_typer(graph_app, name="graph")
app.add_typer(replicate_app, name="replicate")

FlowsOption = Annotated[
    Path | None,
    typer.Option("--flows", help="A store or a flow file; the embedded snapshot if not given."),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on stderr.")]


@app.command("report")
def report(
    study: Annotated[str, typer.Argument(help="Shipped study or TOML path.")] = "brown-2022",
    flows: FlowsOption = None,
    out: Annotated[Path, typer.Option(help="Folder; DIR/<study>/ is written.")] = Path("reports"),
    seed: Annotated[int | None, typer.Option(help="Seed of every random stream.")] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="section.key=value, may be repeated.")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Run a study and write its report.

    Example: tradenet report brown-2022 --set valuation.cif_fob_ratio=1.1
    """
    import datetime as dt

    from tradenet import report as room
    from tradenet import study as studies
    from tradenet.sources import store

    settings = [*(set_ or []), *([f"run.seed={seed}"] if seed is not None else [])]
    config = studies.load(study, settings)
    with _working(f"running {config.study.name}", quiet=quiet):
        result = studies.run(config, flows, studies.frozen_file(study))
    target = out / config.study.name
    with (
        _working(f"writing {target}", quiet=quiet),
        store.replacing(target, "manifest.json") as folder,
    ):
        room.write(result, folder, dt.datetime.now(dt.UTC))
    typer.echo(f"{result.verdict}: {result.sentence}")
    typer.echo(f"cannot be known: {result.cannot_show}")
    typer.echo(str(target / "index.html"))


@app.command("ingest")
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Flow files: CSV, Parquet, .gz, .zip.")],
    store: Annotated[Path, typer.Option(help="Folder of the store to write.")],
    layout: Annotated[
        str | None, typer.Option(help="Layout name, or a TOML mapping; recognised if not given.")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Read flow files into a store and print the ledger.

    Example: tradenet ingest DOTS.parquet --store flows
    """
    from tradenet.study import prepare

    with _working(f"reading {len(paths)} files", quiet=quiet):
        ledgers = prepare.ingest(paths, store, layout)
    for name, ledger in ledgers:
        typer.echo(f"{name}: {ledger.summary()}")
        for line in ledger.lines:
            typer.echo(f"  {line.status:<20}{line.rows:>14,} rows{line.value_usd:>28,} USD")


@app.command("fetch")
def fetch(
    source: Annotated[str, typer.Argument(help="Where from; ARCHITECTURE.md lists the sources.")],
    out: Annotated[Path, typer.Option(help="Folder for files and their records.")],
    reporters: Annotated[str, typer.Option(help="ISO3 or own codes: CHN,643; all if none.")] = "",
    periods: Annotated[str, typer.Option(help="2019-2022,2024 or 202201-202212.")] = "",
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="key=value, may be repeated: products=AG2, vintage=202601, …"),
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="Say how many calls and bytes; no data.")] = False,
) -> None:
    """Bring a provider's files to a folder; what is there whole is not fetched again.

    Keys of --set: partners, products, flows, frequency, edition, vintage, refresh, quiet, base_url
    (a mirror). UN Comtrade's key is read from COMTRADE_API_KEY and written nowhere.

    Example: tradenet fetch comtrade --reporters CHN,RUS --periods 2019-2022 --out comtrade
    """
    from tradenet.sources import fetch as room

    given = [("reporters", reporters), ("periods", periods)]
    order = room.Order.of([*(f"{key}={text}" for key, text in given if text), *(set_ or [])])
    if dry_run:
        typer.echo(f"{source}: {room.estimate(source, order, out).summary()}")
        return
    say = (lambda _: None) if order.quiet else partial(typer.echo, err=True)
    records = room.fetch(source, order, out, say=say)
    for record in records:
        typer.echo(f"{out / record['name']}: {record['bytes']:,} bytes, sha256 {record['sha256']}")
    typer.echo(f"{source}: files whole in {out}: {len(records):,}")


@snapshot_app.command("build")
def snapshot_build(
    source: Annotated[Path, typer.Option("--from", help="Folder with the providers' files.")],
    target: Annotated[
        Path | None, typer.Option("--to", help="Folder; data/snapshot if not given.")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Compute the snapshot's three tables from providers' files."""
    from tradenet.sources import snapshot as embedded
    from tradenet.study import snapshot

    home = target or embedded.folder()
    with _working("building the snapshot", quiet=quiet):
        manifest = snapshot.build(source, home)
    for name, entry in manifest["files"].items():
        typer.echo(f"{home / name}: {entry['bytes']:,} bytes, sha256 {entry['sha256']}")


@snapshot_app.command("verify")
def snapshot_verify(
    source: Annotated[
        Path | None, typer.Option("--from", help="Also rebuild from this folder and compare.")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Prove the snapshot: bytes against its manifest and, with --from, against a rebuilt one."""
    from tradenet.study import snapshot

    with _working("verifying the snapshot", quiet=quiet):
        sentence = snapshot.verify(source)
    typer.echo(sentence)


@studies_app.command("list")
def studies_list() -> None:
    """List the shipped studies."""
    from tradenet import study

    for name in study.shipped():
        typer.echo(f"{name}: {study.load(name).study.title}")


@studies_app.command("show")
def studies_show(name: Annotated[str, typer.Argument(help="Shipped study or TOML path.")]) -> None:
    """Print a study's TOML file."""
    from tradenet import study

    typer.echo(study.find(name).read_text(encoding="utf-8"), nl=False)


@studies_app.command("new")
def studies_new(name: Annotated[str, typer.Argument(help="Name of the study to start.")]) -> None:
    """Write NAME.toml here: a commented study to change."""
    from tradenet import study

    typer.echo(str(study.start(name, Path.cwd())))


@studies_app.command("freeze")
def studies_freeze(name: Annotated[str, typer.Argument(help="Shipped study or TOML.")]) -> None:
    """Fix a study before it is run: print its hash, write NAME.frozen.json beside it."""
    from tradenet import study

    digest, path = study.freeze(name)
    typer.echo(f"{digest}  {path}")


@app.command("sources")
def sources() -> None:
    """List the layouts that are recognised, with their terms."""
    from tradenet.sources import LAYOUTS

    for name, layout in LAYOUTS.items():
        typer.echo(f"{name}: {layout.title}. {layout.terms}")


@app.command("check")
def check(
    origin: Annotated[str, typer.Argument(help="'snapshot', a store or a flow file.")] = "snapshot",
    event: Annotated[str, typer.Option(help="First period after the event.")] = "2022",
    production: Annotated[
        Path | None, typer.Option(help="CSV economy,product,period,quantity_kg.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for all findings.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    quiet: QuietOption = False,
) -> None:
    """Look for doubts about the flows: who fell silent, what does not add up, what jumped.

    Example: tradenet check snapshot --out findings
    """
    import json

    from tradenet.domain import Period
    from tradenet.study import check as room

    with _working(f"checking {origin}", quiet=quiet):
        found = room.check(origin, event=Period.parse(event).code, production=production)
    if out is not None:
        room.write(found, out)
    typer.echo(json.dumps(found.to_json(), indent=1) if as_json else found.page())


@app.command("watch")
def watch(
    flows: Annotated[str, typer.Option(help="The newer: snapshot, PATH; @2023.")] = "snapshot",
    against: Annotated[str | None, typer.Option(help="The older; itself if not given.")] = None,
    focus: Annotated[str, typer.Option(help="Only these economies: PRK,IRN,RUS.")] = "",
    factor: Annotated[float, typer.Option(help="Least ratio up or down.", min=1.0)] = 1.25,
    least: Annotated[float, typer.Option(help="Least change in USD.", min=0.0)] = 1e8,
    as_json: Annotated[bool, typer.Option("--json", help="Print all as JSON.")] = False,
) -> None:
    """Show what changed between two vintages or periods, in level and in intensity, ranked.

    Example: tradenet watch --flows snapshot@2023 --against snapshot@2022 --focus PRK,IRN,RUS
    """
    import json

    from tradenet.study import watch as room

    limits = room.rules(factor, least, focus)
    with _working("comparing", quiet=False):
        changed = room.watch(room.Watched.parse(flows, against), limits)
    typer.echo(json.dumps(changed.to_pylist(), indent=1) if as_json else room.page(changed))


@graph_app.command("export")
def graph_export(
    period: Annotated[str, typer.Option(help="Year or month: 2019, 2019-03.")],
    form: Annotated[str, typer.Option("--format", help="graphml, gexf, csv or parquet.")],
    out: Annotated[Path, typer.Option(help="File to write.")],
    flows: FlowsOption = None,
) -> None:
    """Write the trade graph of one period for another tool."""
    from tradenet.study import handout

    typer.echo(handout.export_graph(period, form, out, flows))


@replicate_app.command("mirror")
def replicate_mirror(
    source: Annotated[Path, typer.Option("--from", help="Folder with the providers' files.")],
    quiet: QuietOption = False,
) -> None:
    """Reconcile raw reports by every scheme and compare with what BACI published.

    Example: tradenet replicate mirror --from shared/data
    """
    from tradenet.study import replicate

    with _working("reconciling the reports of 2022", quiet=quiet):
        replication = replicate.mirror(source)
    for line in replication.lines():
        typer.echo(line)


def main() -> None:
    """Run the command line; a mistake the user can mend is one line on stderr and exit code 2."""
    from tradenet.domain.errors import TradenetError

    try:
        app(standalone_mode=True)
    except TradenetError as error:
        typer.echo(f"tradenet: {error}", err=True)
        sys.exit(2)


@contextmanager
def _working(what: str, *, quiet: bool) -> Iterator[Any]:
    """Show on stderr what is being done, where somebody watches."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with Console(stderr=True).status(what) as status:
        yield status
