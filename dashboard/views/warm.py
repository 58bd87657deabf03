"""What the first visitor should not wait for."""

from dashboard.access import EVERYONE
from dashboard.metrics import reads
from dashboard.progress import findings, standings_kept
from dashboard.progress.proof import worked
from dashboard.progress.roadmap import roadmap
from dashboard.records.store import opened
from dashboard.views import cards, controls, front, scorecard  # noqa: F401
from dashboard.views.choice import USUAL, Choice, resolved
from dashboard.warehouse import reader
from queries.calendar import Grain


def up() -> None:
    """Read the Scorecard as it first shows, the filter bar's values, and the verdicts on the roadmap."""
    with reader.pinned():
        about = reads.about()
        calendar = about.settings.calendar
        window = resolved(USUAL, Grain.MONTH, about.covered_day, about.first_day, calendar)
        reads.choices(EVERYONE)
        store = opened(reader.home())
        found = standings_kept.standings(EVERYONE, store)
        findings.findings(EVERYONE)
        scorecard.read(EVERYONE, Choice(window, Grain.MONTH, until=about.covered_day), found)
        for one in roadmap(store):
            worked(one, EVERYONE, store)
