"""`python -m tests.bench_insight`: are the planted events found, and is nothing else? Prints; asserts nothing."""

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench_insight.replay import History, replayed
from tests.bench_insight.report import table
from tests.bench_insight.score import falses, is_hit, score
from tests.bench_insight.truth import Planted, planted

EVENTS = 1_000_000
"""So many that the planted sizes stand out at all: 8 points of retention want 500 customers a region."""


def main() -> None:
    asked = _arguments()
    with TemporaryDirectory(prefix="milepost-insight-") as scratch:
        _run(asked, asked.homes or Path(scratch), is_kept=bool(asked.homes))


def _run(asked: argparse.Namespace, folder: Path, is_kept: bool) -> None:
    runs = [(seed, False) for seed in range(1, asked.seeds + 1)]
    runs += [(100 + seed, True) for seed in range(1, asked.quiet + 1)]
    events, started = planted(), time.monotonic()
    with_story: list[History] = []
    quiet: list[History] = []
    _bar(0, len(runs), started)
    with ProcessPoolExecutor(
        mp_context=get_context("spawn"), initializer=os.nice, initargs=(10,)
    ) as pool:
        told = [pool.submit(replayed, folder, asked.events, *run, is_kept) for run in runs]
        for done, _one in enumerate(as_completed(told), 1):
            _bar(done, len(runs), started)
    for (_seed, is_quiet), found in zip(runs, told, strict=True):
        (quiet if is_quiet else with_story).append(found.result())
    _print(asked, events, with_story, quiet, time.monotonic() - started)


def _print(
    asked: argparse.Namespace,
    events: list[Planted],
    with_story: list[History],
    quiet: list[History],
    seconds: float,
) -> None:
    print(
        f"\n{len(with_story)} seeds of the demo company with its story, {len(quiet)} in which nothing happens, "
        f"{asked.events:,} events each, told month by month; {seconds / 60:.0f} min\n"
    )
    wrong = falses(events, with_story)
    still = falses([], quiet)
    print("\n".join(table([score(event, with_story) for event in events], wrong)))
    if quiet:
        print(
            f"\nwhere nothing happens: {still.sentences} sentences in {still.metric_periods:,} metric-periods, "
            f"{100 * still.sentences / max(1, still.metric_periods):.2f} per 100; "
            f"signals {100 * still.signals / max(1, still.lines):.2f} per 100 series-periods"
        )
    if asked.show:
        print(
            "",
            *(
                f"{e.name} {t.month} {t.strength} {t.dimension} {t.names}"
                for e in events
                for h in with_story
                for t in h.told
                if is_hit(e, t)
            ),
        )
        print("", *wrong.examples, "-- quiet", *still.examples, sep="\n")


def _bar(done: int, of: int, started: float) -> None:
    filled = round(30 * done / of)
    passed = time.monotonic() - started
    left = f", about {passed / done * (of - done) / 60:.0f} min left" if 0 < done < of else ""
    text = f"\r[{'█' * filled}{'·' * (30 - filled)}] {done} of {of} companies{left}   "
    print(text, end="" if done < of else "\n", file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench_insight", description=__doc__)
    parser.add_argument(
        "--seeds", type=int, default=20, help="companies with a story (default: 20)"
    )
    parser.add_argument(
        "--quiet", type=int, default=4, help="companies in which nothing happens (default: 4)"
    )
    parser.add_argument("--events", type=int, default=EVENTS, help=f"of each (default: {EVENTS})")
    parser.add_argument("--homes", type=Path, help="keep them in this folder and use them again")
    parser.add_argument("--show", action="store_true", help="print every false sentence")
    return parser.parse_args()


if __name__ == "__main__":
    main()
