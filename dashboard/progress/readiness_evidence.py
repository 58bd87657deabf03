"""What the warehouse and the records say by themselves about the seven signs. The limits are in docs/decisions/0002."""

from collections.abc import Sequence
from datetime import date

from dashboard.access import Viewer
from dashboard.insight.power import visible_changes_of_shares
from dashboard.language import said
from dashboard.metrics import reads
from dashboard.metrics.evaluate import Value
from dashboard.progress import goal_versions, ledger
from dashboard.progress.goals import every
from dashboard.progress.readiness import Applies, Evidence, Sign
from dashboard.records import initiatives
from dashboard.records.store import Store
from queries import history
from queries.calendar import Grain, year_before
from queries.slice import Slice, Window

MONTHS = 12
WAITING, SOME_WAITING = 0.02, 0.001
"""Of the rows that were read, the share that waits in quarantine: from here the sign applies, or does partly."""
JOINED = 0.5
"""At least this share of visits should be those of a known person."""
WIDE, NARROW = 0.2, 0.1
"""A change of this share of conversion can be told within a quarter: beyond, a company is small; between, partly."""
MANY, SEVERAL = 9, 5
"""Systems: from here on too many, or many."""
OFTEN, SOMETIMES = 1 / 3, 0.1
"""The share of goals moved within a year."""
FEWEST_GOALS = 3


def evidence(viewer: Viewer, store: Store) -> list[Evidence]:
    """What can be told without asking anybody, in the order of the signs."""
    found = [
        investment(viewer), joined(viewer), departments(store), contests(store), size(viewer),
        systems(viewer, store), moods(store),
    ]  # fmt: skip
    return found


def investment(viewer: Viewer) -> Evidence:
    """In how many of the last twelve months there was spend, a closed deal, an answered ticket."""
    window = _months()
    counts = [_months_with(name, viewer, window) for name in ("cac", "win_rate", "response_time")]
    words = said(
        "In the last {months} months there is spend on marketing in {spend}, a lead that was decided in {sales} and an "
        "answered ticket in {support}.",
        months=MONTHS, spend=counts[0], sales=counts[1], support=counts[2],
    )  # fmt: skip
    if min(counts) == 0:  # not in the warehouse is not the same as not there
        return Evidence(Sign.INVESTMENT, None, words)
    return Evidence(Sign.INVESTMENT, Applies.NO if min(counts) == MONTHS else Applies.PARTLY, words)


def _months() -> Window:
    """The last twelve whole months that the data cover."""
    calendar, until = reads.about().settings.calendar, reads.about().covered_day
    end = calendar.start(until, Grain.MONTH)
    return Window(calendar.shifted(end, Grain.MONTH, -MONTHS), end)


def _months_with(name: str, viewer: Viewer, window: Window) -> int:
    """Months in which a metric's sum has anything in it, in whatever group."""
    values = reads.series(name, viewer, _slice(window, Grain.MONTH))
    return len({v.period.start for v in values if (v.numerator or 0) > 0 or (v.n or 0) > 0})


def _slice(window: Window, grain: Grain) -> Slice:
    return Slice(window, grain, calendar=reads.about().settings.calendar)


def joined(viewer: Viewer) -> Evidence:
    """Rows that wait in quarantine, and visits of people who are known."""
    loads = reads.rows(viewer, history.loads)
    read = sum(int(row["read"] or 0) for row in loads)
    waits = sum(int(row["rows"]) for row in reads.rows(viewer, history.set_aside))
    [identity] = reads.rows(viewer, history.joined_identities)
    visits, known = int(identity["visits"] or 0), int(identity["joined_visits"] or 0)
    share = waits / read if read else 0.0
    told = {"rows": read, "waiting": waits}
    if not visits:
        words = said(
            "{rows:,} rows were read, {waiting:,} of them wait in quarantine; there are no visits to join.",
            **told,
        )
        return Evidence(Sign.DATA, _by_limits(share, SOME_WAITING, WAITING), words)
    words = said(
        "{rows:,} rows were read, {waiting:,} of them wait in quarantine; {share} % of the "
        "visits are by people whom we "
        "know.",
        share=round(100 * known / visits), **told,
    )  # fmt: skip
    applies = _by_limits(share, SOME_WAITING, WAITING)
    if known == 0:
        applies = Applies.YES
    elif known / visits < JOINED and applies is Applies.NO:
        applies = Applies.PARTLY
    return Evidence(Sign.DATA, applies, words)


def _by_limits(value: float, some: float, much: float) -> Applies:
    return Applies.YES if value >= much else Applies.PARTLY if value >= some else Applies.NO


def departments(store: Store) -> Evidence:
    """How many initiatives touch more than one department: a hint, no answer."""
    found = [one for one in initiatives.initiatives(store) if one.state not in ("dropped", "idea")]
    shared = [one for one in found if len(set(one.departments)) > 1]
    if not found:
        return Evidence(Sign.DEPARTMENTS, None, "")
    words = said(
        "{shared} of {count} initiatives touch more than one department.",
        shared=len(shared), count=len(found),
    )  # fmt: skip
    return Evidence(Sign.DEPARTMENTS, None, words)


def contests(store: Store) -> Evidence:
    """How many of the initiatives with a verdict moved their number: a hint, no answer."""
    ledger.kept_up(store)
    newest = {one.initiative_id: one.verdict for one in reversed(initiatives.verdicts(store))}
    told = list(newest.values())
    known = [verdict for verdict in told if verdict != "cannot tell"]
    if told and not known:
        words = said(
            "Of {count} initiatives that have begun none can be judged yet.", count=len(told)
        )
        return Evidence(Sign.CONTESTS, None, words)
    if not known:
        return Evidence(Sign.CONTESTS, None, said("No initiative has a verdict yet."))
    words = said(
        "Of {count} initiatives with a verdict {moved} moved their number.",
        count=len(known), moved=known.count("moved"),
    )  # fmt: skip
    return Evidence(Sign.CONTESTS, None, words)


def size(viewer: Viewer) -> Evidence:
    """The smallest change of conversion that two quarters could show."""
    value = _newest_quarter(viewer)
    nothing = Evidence(
        Sign.SMALL, None, said("There are no visits and orders from which it could be told.")
    )
    if value is None or not value.denominator or not value.numerator:
        return nothing
    n, share = value.denominator, value.numerator / value.denominator
    _fall, rise = visible_changes_of_shares(share, n, n)
    if rise is None:
        return Evidence(
            Sign.SMALL,
            Applies.YES,
            said(
                "With {n:,.0f} shoppers in a quarter no change of conversion could be shown.", n=n
            ),
        )
    words = said(
        "With {n:,.0f} shoppers in a quarter, of whom {share:.1f} % buy, a rise of {points:.1f} "
        "points can be told from "
        "chance.",
        n=n, share=100 * share, points=100 * rise,
    )  # fmt: skip
    return Evidence(Sign.SMALL, _by_limits(rise / share, NARROW, WIDE), words)


def _newest_quarter(viewer: Viewer) -> Value | None:
    calendar, until = reads.about().settings.calendar, reads.about().covered_day
    end = calendar.start(until, Grain.QUARTER)
    window = Window(calendar.shifted(end, Grain.QUARTER, -1), end)
    found = reads.whole("conversion", viewer, Slice(window, None, calendar=calendar))
    return found[0] if found else None


def systems(viewer: Viewer, store: Store) -> Evidence:
    """Where data come from, and what initiatives touch; there may be more that nobody has named."""
    feeds = {row["feed"] for row in reads.rows(viewer, history.feeds) if row["kind"] == "events"}
    touched = {
        name.strip().casefold()
        for one in initiatives.initiatives(store)
        if one.state in ("planned", "running")
        for name in one.systems
    }
    count = max(len(feeds), len(touched))
    words = said(
        "Events come from {feeds} systems; what is planned or runs touches {touched}.",
        feeds=len(feeds), touched=len(touched),
    )  # fmt: skip
    return Evidence(Sign.SYSTEMS, _by_limits(count, SEVERAL, MANY), words)


def moods(store: Store) -> Evidence:
    """How many goals were moved within a year, and how many initiatives were dropped."""
    goals = every(store)
    since = year_before(reads.about().covered_day)
    moved = goal_versions.moved_by_goal(store, goals)
    lately = sum(_is_lately(one.last_on, since) for one in moved.values())
    dropped = sum(one.state == "dropped" for one in initiatives.initiatives(store))
    if len(goals) < FEWEST_GOALS:
        return Evidence(Sign.MOODS, None, said("There are too few goals to tell."))
    words = said(
        "Goals moved within a year: {moved} of {count}; initiatives dropped: {dropped}.",
        moved=lately, count=len(goals), dropped=dropped,
    )  # fmt: skip
    return Evidence(Sign.MOODS, _by_limits(lately / len(goals), SOMETIMES, OFTEN), words)


def _is_lately(day: date | None, since: date) -> bool:
    return day is not None and day >= since


def of(found: Sequence[Evidence]) -> dict[Sign, Evidence]:
    """By sign."""
    return {one.sign: one for one in found}
