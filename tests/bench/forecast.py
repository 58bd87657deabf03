"""How good forecasts are: the 359 weekly series of the M4 competition, thirteen weeks ahead (`make bench-forecast`).

Each series is foretold as a goal by week would be, and asked five times for the chance to reach a target at week 13:
what was known last, and one and two usual moves (the standard deviation of a week's change times √13) above and below.
Beside it stand the last value as forecast, a random walk, and a straight line that goes on as the last 104 weeks did,
which says yes or no.
"""

import argparse
import gzip
import math
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dashboard.insight.forecast import LONGEST, Floats, forecast
from dashboard.insight.hindsight import (
    Told,
    base_rate,
    brier,
    brier_of_base_rate,
    calibration,
    chance_above,
)
from dashboard.insight.scales import amount_scale, back, onto

ROOT = Path(__file__).resolve().parents[2]
STEPS, SEASON = 13, 52
MOVES = (-2, -1, 0, 1, 2)
Z80, Z95 = 1.2815515655446004, 1.959963984540054
WANTED = {"MASE": "at most 2.40", "80 %": "77 to 83", "Brier": "at most .090"}


@dataclass(frozen=True)
class Series:
    name: str
    known: Floats
    came: Floats


@dataclass(frozen=True)
class Result:
    """One series: errors of the forecast and of the last value, shares inside the bands, chances by three ways."""

    method: str
    mase: float
    smape: float
    naive_mase: float
    naive_smape: float
    inside_80: float
    inside_95: float
    told: tuple[Told, ...]
    walk: tuple[Told, ...]
    line: tuple[Told, ...]


def folder() -> Path:
    root = Path(os.environ.get("MILEPOST_REAL_DATA", ROOT.parent / "shared" / "data"))
    return root / "published" / "science"


def series() -> list[Series]:
    """The competition's series with the thirteen weeks that were held back."""
    came = dict(_rows("m4_Weekly-test.csv.gz"))
    return [Series(name, known, came[name]) for name, known in _rows("m4_Weekly-train.csv.gz")]


def _rows(name: str) -> Iterator[tuple[str, Floats]]:
    with gzip.open(folder() / name, "rt") as file:
        next(file)
        for line in file:
            first, *rest = (cell.strip().strip('"') for cell in line.split(","))
            yield first, np.array([float(cell) for cell in rest if cell])


def result(one: Series) -> Result:
    y, came = one.known, one.came
    scale = amount_scale([*map(float, y)])
    made = forecast(onto(scale, y, 0, np.ones(1)), STEPS, SEASON)
    mean, spread = made.outlook.mean, made.outlook.spread
    away = np.abs(onto(scale, came, 0, np.ones(1)) - mean)
    targets = _targets(y)
    reached = [bool(came[-1] >= target) for target in targets]
    on_scale = [float(onto(scale, [t], 0, [1])[0]) if t > 0 else -math.inf for t in targets]
    chances = [chance_above(float(mean[-1]), float(spread[-1]), target) for target in on_scale]
    last = np.full(STEPS, y[-1])
    return Result(
        made.method.value,
        mase(y, came, back(scale, mean, 0)), smape(came, back(scale, mean, 0)),
        mase(y, came, last), smape(came, last),
        float(np.mean(away <= Z80 * spread)), float(np.mean(away <= Z95 * spread)),
        tuple(zip(chances, reached, strict=True)),
        tuple(zip(_walk(y, targets), reached, strict=True)),
        tuple(zip(_line(y, targets), reached, strict=True)),
    )  # fmt: skip


def mase(known: Floats, came: Floats, said: Floats) -> float:
    """Mean absolute error over that of the last value within the known weeks (Hyndman & Koehler 2006)."""
    return float(np.mean(np.abs(came - said)) / np.mean(np.abs(np.diff(known))))


def smape(came: Floats, said: Floats) -> float:
    """Symmetric mean absolute percentage error, as the competition has it."""
    return float(200 * np.mean(np.abs(came - said) / (np.abs(came) + np.abs(said))))


def _targets(y: Floats) -> list[float]:
    move = float(np.std(np.diff(y[-LONGEST:]), ddof=1)) * math.sqrt(STEPS)
    return [float(y[-1]) + k * move for k in MOVES]


def _walk(y: Floats, targets: Sequence[float]) -> list[float]:
    """A random walk: normal around the last value."""
    move = float(np.std(np.diff(y[-LONGEST:]), ddof=1)) * math.sqrt(STEPS)
    return [chance_above(float(y[-1]), move, target) for target in targets]


def _line(y: Floats, targets: Sequence[float]) -> list[float]:
    """On track or not: on from the last value by the mean change of a week."""
    past = y[-LONGEST:]
    end = past[-1] + STEPS * float(np.mean(np.diff(past)))
    return [float(end >= target) for target in targets]


def results(found: Sequence[Series], processes: int = 2) -> Iterator[Result]:
    with ProcessPoolExecutor(processes, initializer=os.nice, initargs=(10,)) as pool:
        yield from pool.map(result, found, chunksize=4)


def report(found: Sequence[Result]) -> list[str]:
    """Lines to print."""

    def mean(name: str) -> float:
        return sum(getattr(one, name) for one in found) / len(found)

    told = [pair for one in found for pair in one.told]
    lines = [
        f"{len(found)} series, {STEPS} weeks ahead, {len(told):,} chances",
        f"{'':24}{'MASE':>8}{'sMAPE':>8}{'80 %':>8}{'95 %':>8}{'Brier':>8}",
        f"{'Milepost':24}{mean('mase'):8.4f}{mean('smape'):8.4f}{100 * mean('inside_80'):8.1f}"
        f"{100 * mean('inside_95'):8.1f}{brier(told):8.4f}",
        f"{'last value (naive)':24}{mean('naive_mase'):8.4f}{mean('naive_smape'):8.4f}",
        f"{'random walk':24}{'':32}{brier([p for one in found for p in one.walk]):8.4f}",
        f"{'straight line':24}{'':32}{brier([p for one in found for p in one.line]):8.4f}",
        f"{'base rate':24}{'':32}{brier_of_base_rate(told):8.4f}",
        "to reach: " + ", ".join(f"{name} {words}" for name, words in WANTED.items()),
        f"{base_rate(told):.1%} of the targets were reached. What was said, and how often it came true:",
    ]
    lines += [
        f"  {row.word:14}{row.n:6,}  said {row.told:6.1%}  came {row.came:6.1%}"
        for row in calibration(told)
        if row.told is not None and row.came is not None
    ]
    methods = [one.method for one in found]
    counts = ", ".join(f"{name} {methods.count(name)}" for name in dict.fromkeys(sorted(methods)))
    return [*lines, f"models taken: {counts}"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="only every so manieth series")
    found = series()[:: parser.parse_args().every]
    started = time.monotonic()
    done: list[Result] = []
    for one in results(found):
        done.append(one)
        if len(done) % 20 == 0:
            seconds = time.monotonic() - started
            print(f"{len(done)} of {len(found)} series, {seconds:.0f} s", file=sys.stderr)
    print("\n".join(report(done)))
    print(f"{time.monotonic() - started:.0f} s with two processes")


if __name__ == "__main__":
    main()
