"""Homes of the demo company in several sizes, made once and used again."""

from collections.abc import Callable
from pathlib import Path

from dashboard.ingest.demo import replace_home
from dashboard.ingest.lock import locked
from dashboard.paths import Home
from dashboard.warehouse.publish import publish

Say = Callable[[str], None]


def demo_home(folder: Path, events: int, say: Say = lambda text: None) -> Home:
    """The demo company of about so many events in `folder`/bench-N, as it was left there or new."""
    home = Home(folder / f"bench-{events}")
    if home.current.exists():
        say(f"using {home.folder.name} as it is")
        return home
    with locked(home):
        replace_home(home, events, seed=1, progress=lambda what, share: say(what))
        publish(home, lambda what, share: say(what))
    return home
