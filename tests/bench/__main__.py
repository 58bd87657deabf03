"""`python -m tests.bench`: times every metric through the gate and by hand; asserts nothing."""

import argparse
import sys
from pathlib import Path

from dashboard.paths import ROOT
from tests.bench.explore import explored, lines
from tests.bench.homes import demo_home
from tests.bench.measure import scorecard, timings
from tests.bench.report import ABOUT, COLUMNS, line, summary


def main() -> None:
    asked = _arguments()
    last_lines: list[str] = []
    print(ABOUT, flush=True)
    for events in asked.events:
        home = demo_home(asked.home, events, lambda text: print(f"  {text}", file=sys.stderr))
        print(f"\n{events:,} events\n{COLUMNS}", flush=True)
        found = []
        for timing in timings(home):
            print(line(timing), flush=True)
            found.append(timing)
        last_lines += summary(events, found, scorecard(home))
        last_lines += lines(events, explored(home))
    print("", *last_lines, sep="\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--events",
        type=lambda text: [int(number) for number in text.split(",")],
        default=[1_000_000, 10_000_000],
        help="sizes of the demo company, with commas between (default: 1000000,10000000)",
    )
    parser.add_argument(
        "--home",
        type=Path,
        default=ROOT / "data" / "local",
        help="folder of the demo homes bench-N, made where they are missing (default: data/local)",
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
