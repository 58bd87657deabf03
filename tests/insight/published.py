"""Figures printed in the literature, read from the folder of real data where there is one."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


def published() -> Any:
    """The parsed expected.json; skips the test where the folder is absent."""
    return json.loads(_text("expected.json"))


def published_rows(name: str) -> list[str]:
    """The lines of a published table."""
    return _text(name).splitlines()


def _text(name: str) -> str:
    root = Path(os.environ.get("MILEPOST_REAL_DATA", REPOSITORY.parent / "shared" / "data"))
    path = root / "published" / "science" / name
    if not path.exists():
        pytest.skip("no published figures: set MILEPOST_REAL_DATA to the folder of real data")
    return path.read_text()
