"""Figures printed in the literature, read from the folder of real data where there is one."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


def published() -> Any:
    """The parsed expected.json; skips the test where the folder is absent."""
    root = Path(os.environ.get("MILEPOST_REAL_DATA", REPOSITORY.parent / "shared" / "data"))
    path = root / "published" / "science" / "expected.json"
    if not path.exists():
        pytest.skip("no published figures: set MILEPOST_REAL_DATA to the folder of real data")
    return json.loads(path.read_text())
