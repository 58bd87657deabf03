"""Demo companies for the bench: one per seed, with its story or without anything happening, built in series."""

from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from dashboard.ingest.demo import replace_home
from dashboard.ingest.demo.company import Facts, story
from dashboard.ingest.lock import locked
from dashboard.paths import Home
from dashboard.warehouse.publish import publish

Say = Callable[[str], None]

UNCHANGED = {
    "pilot": {"retention_points": 0.0},
    "support_change": {"response_factor": 1.0, "csat_points": 0.0},
    "cac_rise": {"cac_factor": 1.0},
    "churn_spike": {"share_leaving": 0.0},
    "outage": {"region": "nowhere"},
    "mix_shift": {"joins_factor": 1.0, "conversion_factor": 1.0, "after_factor": 1.0},
    "quality": {"nps_points": 0.0, "refund_factor": 1.0},
}
"""The sizes of a story in which nothing happens."""


def demo_home(folder: Path, events: int, seed: int, is_quiet: bool, say: Say) -> Home:
    """The demo company of that seed, published; one that was left in the folder is used again."""
    name = f"{'quiet' if is_quiet else 'story'}-{events}-{seed}"
    home = Home(folder / name)
    if (home.folder / "CURRENT").exists():
        return home
    told = quiet_story() if is_quiet else story()
    with locked(home), patch("dashboard.ingest.demo.write.story", lambda: told):
        replace_home(home, events, seed, progress=lambda what, share: say(f"{name}: {what}"))
        publish(home, lambda what, share: say(f"{name}: {what}"))
        home.master.unlink()
    return home


def quiet_story() -> Facts:
    """The same story with every size at nothing."""
    return {name: facts | UNCHANGED.get(name, {}) for name, facts in story().items()}
