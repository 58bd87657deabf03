"""The demo's pilot in its full size is found, with what was planted inside its limits."""

import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from dashboard.access import EVERYONE
from dashboard.ingest.demo.company import story
from dashboard.metrics.catalogue import metric_named
from dashboard.paths import home
from dashboard.progress.proof import Verdict, proven
from dashboard.progress.trial import Trial
from queries.calendar import Grain
from queries.slice import Window
from tests.conftest import ROOT
from tests.homes import choose
from tests.progress.test_proof import CONTROL, PILOT, STAY

REST = (*CONTROL, "Belgium", "France", "Netherlands", "Scotland")


@pytest.mark.faults
def test_the_planted_pilot_is_found_with_its_size_inside_the_limits(tmp_path):
    command = [
        sys.executable,
        "-m",
        "dashboard",
        "--home",
        str(tmp_path),
        "demo",
        "--events",
        "400000",
    ]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    choose(home(tmp_path))
    planted = story()["pilot"]
    assert set(planted["regions"]) == set(PILOT)
    found = proven(replace(STAY, control=REST), EVERYONE)
    assert found.verdict is Verdict.MOVED
    assert found.low <= planted["retention_points"] <= found.high
    assert not found.pre_period.is_apart
    few = proven(
        STAY, EVERYONE
    )  # five regions to compare with: the size is inside, and it cannot be told
    assert few.low <= planted["retention_points"] <= few.high
    answers = Trial(
        metric_named("response_time"), Grain.MONTH, Window(date(2025, 9, 1), date(2026, 3, 1)),
        promised=-3000,
    )  # fmt: skip
    faster = proven(answers, EVERYONE)
    assert faster.is_weaker
    assert faster.verdict is Verdict.MOVED  # answers come in half the time from 1 September on
    assert faster.low <= -2610 <= faster.high  # half of 1.45 hours
