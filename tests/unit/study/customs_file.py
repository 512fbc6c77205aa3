"""Chinese customs by month as a user might have them: a made-up file in the provider's layout."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tradenet.sources import reference
from tradenet.study.monthly import months_between

CALENDAR = months_between(201801, 202412)
CLOSURES = ((202002, 202112), (202205, 202209))


def written(folder: Path, slope: float, last: int = 202412, name: str = "customs.csv") -> Path:
    """Write months in which exports to China follow the rouble of the month before by `slope`."""
    rng = np.random.default_rng(8)
    rates = {rate.month: rate.rub_per_usd for rate in reference.exchange_rates()}
    lines = ["partner,total,export,import,year,month"]
    before = rates[201712]
    for month in CALENDAR:
        shut = any(first <= month <= end for first, end in CLOSURES)
        log = 10 + slope * np.log(before) - 2.0 * shut + 0.15 * rng.normal()
        bought = round(float(np.exp(log)))
        if month <= last:
            year, of_year = divmod(month, 100)
            lines.append(f"North Korea,{bought + 9000},9000,{bought},{year},{of_year}")
            lines.append(f"Mongolia,700,300,400,{year},{of_year}")
        before = rates[month]
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
