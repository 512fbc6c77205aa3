"""A process to be killed: fetches the Comtrade rows and the archive of a local provider."""

import sys
from pathlib import Path

from tradenet.sources.fetch import Order, fetch
from tradenet.sources.fetch.manners import Clock


def main(base_url: str, out: str, periods: str) -> None:
    hurried = Clock(sleep=lambda _: None)
    settings = [f"base_url={base_url}"]
    fetch("geodist", Order.of(settings), Path(out), clock=hurried)
    fetch("comtrade", Order.of([*settings, f"periods={periods}"]), Path(out), clock=hurried)


if __name__ == "__main__":
    main(*sys.argv[1:])
