"""What every test may ask for: the command line, a browser, random data without a stopwatch."""

import atexit
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.postgres import postgres
from tests.warm import Warm

__all__ = ["postgres"]

ROOT = Path(__file__).resolve().parents[1]

# When Python ends, DuckDB's binding lists the types it never frees; pytest's line is to be the last.
atexit.register(lambda: os.dup2(os.open(os.devnull, os.O_WRONLY), 2))

settings.register_profile("milepost", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("milepost")


LONG = (
    "test_readme", "test_published_figures", "ingest/test_real_data", "test_packaging", "browser/",
    "ingest/demo", "ingest/test_fuzz", "commands/test_data", "test_lock", "test_agreement",
)  # fmt: skip
"""Where the longest tests are: they begin first, so that no process waits for another at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(
        key=lambda item: next((n for n, name in enumerate(LONG) if name in item.nodeid), len(LONG))
    )


@pytest.fixture(scope="session")
def warm() -> Iterator[Warm]:
    with Warm() as begun:
        yield begun


@pytest.fixture
def milepost(warm: Warm, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `milepost …` as a user would, with a home of its own that starts empty."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        home = {"MILEPOST_HOME": str(tmp_path / "home")}
        return warm.run(arguments, {**os.environ, **home, **environment})

    return run


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the machine's own chromium is; a test that drives it is skipped where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    pytest.skip("no chromium here: `make test` installs it where it may")
