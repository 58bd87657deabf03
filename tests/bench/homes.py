"""Homes of the demo company in several sizes, made once and used again."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from dashboard.ingest.demo import replace_home
from dashboard.ingest.lock import locked
from dashboard.paths import Home
from dashboard.warehouse.publish import MARTS, publish

Say = Callable[[str], None]


def demo_home(folder: Path, events: int, say: Say = lambda text: None) -> Home:
    """The demo company of about so many events in `folder`/bench-N: what was left there is used again,
    published anew where the marts' SQL has changed since."""
    home = Home(folder / f"bench-{events}")
    stamp = home.folder / "marts.sha256"
    with locked(home):
        if not home.master.exists():
            replace_home(home, events, seed=1, progress=lambda what, share: say(what))
        if not stamp.exists() or stamp.read_text() != _sha_of_marts():
            publish(home, lambda what, share: say(what))
            stamp.write_text(_sha_of_marts())
    return home


def _sha_of_marts() -> str:
    texts = [path.read_bytes() for path in sorted(MARTS.glob("*.sql"))]
    return hashlib.sha256(b"".join(texts)).hexdigest()
