"""Take the pictures in docs/screenshots again, of a fresh demo company: `make screenshots`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.conftest import ROOT

PICTURES = {
    "scorecard": "/",
    "scorecard-back": "/?open=goal:3",
    "wall": "/?wall=1",
    "inbox": "/inbox",
    "goals": "/goals",
    "goal": "/goals?goal=3",
    "goal-new": "/goals?new=1",
    "strategy": "/strategy",
    "roadmap": "/roadmap",
    "roadmap-timeline": "/roadmap?look=timeline",
    "roadmap-choose": "/roadmap?look=choose&weeks=30",
    "roadmap-did-it-work": "/roadmap?look=ledger",
    "initiative": "/roadmap?initiative=2",
    "initiative-new": "/roadmap?new=1",
    "workshop": "/workshop",
    "workshop-session": "/workshop?session=1",
    "workshop-presented": "/workshop?session=1&present=3",
    "workshop-decisions": "/workshop?look=decisions",
    "workshop-readiness": "/workshop?look=readiness",
    "department": "/department?department=Service",
    "explore": "/explore?metric=retention&window=last-1-quarters",
    "conversion": "/conversion",
    "retention": "/retention?look=cohorts",
    "voice": "/voice",
    "sales": "/sales",
    "metric": "/metric",
    "saved": "/saved",
    "data": "/data",
    "definitions": "/definitions",
    "scorecard-ru": "/?lang=ru",
}
SHAPES = {
    "": ("light", {"width": 1440, "height": 1100}),
    "-dark": ("dark", {"width": 1440, "height": 1100}),
    "-phone": ("light", {"width": 390, "height": 1100}),
}
FOLDER = ROOT / "docs" / "screenshots"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
SETTLED = "[data-testid='stApp'][data-test-script-state='notRunning']"

DRAWN = """() => [...document.querySelectorAll("[data-testid='stPlotlyChart']")]
    .every(chart => chart.querySelector(".main-svg"))"""


def main() -> None:
    """Each page in light, in dark and on a phone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as home, _served(Path(home)) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for suffix, (scheme, size) in SHAPES.items():
            page = browser.new_page(viewport=size, reduced_motion="reduce", color_scheme=scheme)
            for name, path in PICTURES.items():
                page.goto(url + path)
                page.wait_for_selector(SETTLED)
                page.wait_for_function(DRAWN)  # charts draw after the script has run
                page.wait_for_timeout(1000)  # milliseconds
                page.screenshot(path=FOLDER / f"{name}{suffix}.png")
        browser.close()


@contextmanager
def _served(home: Path) -> Iterator[str]:
    """The address of a server with a fresh demo."""
    milepost = [sys.executable, "-m", "dashboard", "--home", str(home)]
    subprocess.run([*milepost, "demo"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(
        [*milepost, "serve", "--port", "8590", "--no-browser"],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        ready = next(line for line in server.stdout if "ready at" in line)
        yield ready.split()[-1]
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
