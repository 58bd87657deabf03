"""The minutes of a workshop: what was talked about, how people voted, what was decided on which figure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dashboard.access import Viewer
from dashboard.errors import BadUse
from dashboard.language import _, language, n_, said
from dashboard.progress import agenda, matters, readiness, session, snapshot, votes
from dashboard.progress.agenda import Item
from dashboard.progress.votes import Form, Question
from dashboard.records import decisions as decided
from dashboard.records import sessions as records
from dashboard.records.store import Store
from dashboard.records.tables import Decision, Session, Vote
from dashboard.takeaway.document import Chart, Document, Kind, Line, Section, Table, table_of
from dashboard.takeaway.rows_of_chart import rows_of
from dashboard.views import figure_chart, kept, kept_figure, words
from dashboard.views.workshop_readiness import ANSWERS

STATES = {
    "planned": said("planned"), "running": said("running"), "finished": said("finished"),
}  # fmt: skip
NO_SESSION = said("No workshop is kept yet. Plan one on the page Workshop.")
Kept = Mapping[str, Any]


def document(viewer: Viewer, about: Sequence[str], id: int | None = None) -> Document:
    """Of this workshop; without a number, of the one that was finished last, else the newest."""
    store = kept.store()
    found = chosen(store, id)
    items = session.shown(found, store)
    made = decided.decisions(store, found.id)[::-1]
    return Document(
        found.title, _subtitle(found, items), tuple(about),
        (
            *_decided(made, viewer, store),
            Section(_("What was talked about"), level=1),
            *(
                section
                for n, item in enumerate(items, 1)
                for section in _item(n, item, found, made, viewer, store)
            ),
            *_looked_back(found, viewer, store),
            *_readiness(found, store),
        ),
        language(), "milepost-minutes",
    )  # fmt: skip


def chosen(store: Store, id: int | None) -> Session:
    every = records.sessions(store)
    if id is not None:
        known = [one for one in every if one.id == id]
        if not known:
            raise BadUse(said("There is no workshop {id}. It may have been removed.", id=id))
        return known[0]
    if not every:
        raise BadUse(NO_SESSION)
    return next((one for one in every if one.state == "finished"), every[0])


def _subtitle(found: Session, items: Sequence[Item]) -> str:
    """'Minutes of 14 Oct 2026 · finished · 6 items, 55 minutes'."""
    told = n_(
        "Minutes of {day}, {state}: {count} item, {minutes} minutes planned.",
        "Minutes of {day}, {state}: {count} items, {minutes} minutes planned.",
        len(items), day=found.planned_on, state=_(STATES.get(found.state, found.state)),
        minutes=words.number(agenda.minutes(items)),
    )  # fmt: skip
    if found.started_at and found.finished_at:
        took = round((found.finished_at - found.started_at).total_seconds())
        return _("{planned} It took {time}.", planned=told, time=words.duration(took))
    return told


def _decided(made: Sequence[Decision], viewer: Viewer, store: Store) -> list[Section]:
    """What everybody looks for first."""
    if not made:
        return [Section(_("Decided"), sentences=(_("Nothing was decided."),), level=1)]
    rows = [decision_row(one, snapshot.visible(one, viewer, store)) for one in made]
    return [Section(_("Decided"), table=table_of(rows), level=1)]


def decision_row(one: Decision, figure: Kept | None) -> dict[str, str]:
    return {
        _("what"): one.what,
        _("why"): one.why,
        _("who"): one.who or "–",
        _("due"): words.day(one.due) if one.due else "–",
        _("decided on this figure"): kept_figure.in_words(figure),
        _("what came of it"): one.outcome or "–",
    }


def _item(
    n: int, item: Item, found: Session, made: Sequence[Decision], viewer: Viewer, store: Store
) -> Iterator[Section]:
    """Its notes, its votes where they were shown, what was decided, and the figures on which that was done."""
    own = [one for one in made if one.item == item.key]
    told = [words.sentence(_(item.why))] if item.why else []
    told += [line for line in item.notes.splitlines() if line.strip()]
    told += map(_sentence, own)
    chart, table, voted = _votes(item, found, store)
    minutes = n_("{count} minute", "{count} minutes", item.minutes)
    yield Section(f"{n}. {words.sentence(_(item.title))}", minutes, (*told, *voted), chart, table)
    seen: list[Kept] = []
    for figure in (snapshot.visible(one, viewer, store) for one in own):
        if figure and figure.get("rows") and figure not in seen:
            seen.append(figure)
            yield kept_figure.section(figure)


def _sentence(one: Decision) -> str:
    if one.who and one.due:
        return _("Decided: {what} ({who}, by {day})", what=one.what, who=one.who, day=one.due)
    return (
        _("Decided: {what} ({who})", what=one.what, who=one.who)
        if one.who
        else _("Decided: {what}", what=one.what)
    )


def _votes(
    item: Item, found: Session, store: Store
) -> tuple[Chart | None, Table | None, list[str]]:
    """How many gave each answer; nothing of a vote that was not shown, for it is blind."""
    if not item.is_revealed:
        return None, None, []
    given = records.votes(store, found.id, item.key)
    if given and item.kind is agenda.Kind.IDEAS:
        rows = snapshot.dot_rows(found.id, store)
        told = n_("{count} person spent dots.", "{count} people spent dots.", len(given))
        return _dots(rows), table_of(map(_dotted, rows)), [told]
    asked = votes.question(item, store)
    if asked is None or not given:
        return None, None, []
    chart = _distribution(asked, given)
    return chart, rows_of(chart) if chart else None, [_voted(asked, given)]


def _dots(rows: Sequence[Kept]) -> Chart | None:
    """The ideas on which dots were spent, as the room saw them; whether an idea waits today says nothing of then."""
    if not rows:
        return None
    counts = tuple(float(row["dots"]) for row in rows)
    places = tuple(_(str(row["idea"])) for row in rows)
    return _bars(places, Line(_("dots"), counts))


def _dotted(row: Kept) -> dict[str, Any]:
    return {_("idea"): _(str(row["idea"])), _("dots"): row["dots"], _("voters"): row["voters"]}


def _distribution(asked: Question, given: Sequence[Vote]) -> Chart | None:
    spread = votes.chances(given) if asked.form is Form.CHANCE else None
    if spread:
        places = tuple(f"{10 * n}{words.THIN}%" for n in range(len(spread.bars)))
        counts = tuple(float(count) for count in spread.bars)
        kind = Kind.STACKED
    else:
        shares = votes.choices(asked, given)
        names = {answer: _(name) for answer, name in asked.options}
        places = tuple(names[one.answer] for one in shares)
        counts = tuple(float(one.n) for one in shares)
        kind = Kind.BARS
    return _bars(places, Line(_("votes"), counts), kind) if places else None


def _bars(places: tuple[str, ...], line: Line, kind: Kind = Kind.BARS) -> Chart:
    counts = [count or 0.0 for count in line.values]
    alt = "; ".join(f"{place}: {count:g}" for place, count in zip(places, counts, strict=True))
    return Chart(kind, places, (line,), axis=figure_chart.count_axis(max(counts)), alt=alt)


def _voted(asked: Question, given: Sequence[Vote]) -> str:
    spread = votes.chances(given) if asked.form is Form.CHANCE else None
    if spread is None:
        return n_(
            "{question} {count} vote.",
            "{question} {count} votes.",
            len(given),
            question=_(asked.words),
        )
    return n_(
        "{question} {count} vote; the middle says {middle} %, half of them between {low} and {high} %.",
        "{question} {count} votes; the middle says {middle} %, half of them between {low} and {high} %.",
        spread.n, question=_(asked.words), middle=_percent(spread.middle), low=_percent(spread.low),
        high=_percent(spread.high),
    )  # fmt: skip


def _percent(share: float) -> str:
    return words.number(100 * share)


def _looked_back(found: Session, viewer: Viewer, store: Store) -> list[Section]:
    """What had been decided before and was looked back on in this workshop."""
    rows = [
        decision_row(one, snapshot.visible(one, viewer, store))
        for one in matters.looked_back(store, found)
    ]
    title = _("What was decided before, and what happened")
    return [Section(title, table=table_of(rows), level=1)] if rows else []


def _readiness(found: Session, store: Store) -> list[Section]:
    """The signs that were answered in this workshop, with the remedy of each that applies."""
    checks = [row for row in decided.checks(store) if row.session_id == found.id]
    rows = [_sign(answer) for check in checks[-1:] for answer in readiness.answers(check)]
    return [Section(_("Readiness check"), table=table_of(rows), level=1)] if rows else []


def _sign(answer: readiness.Answer) -> dict[str, str]:
    text = readiness.SIGNS[answer.sign]
    is_there = answer.applies in (readiness.Applies.YES, readiness.Applies.PARTLY)
    return {
        _("sign"): _(text.statement),
        _("answer"): _(ANSWERS[answer.applies][1]) if answer.applies else "–",
        _("what the numbers say"): words.sentence(_(answer.evidence)) if answer.evidence else "–",
        _("remedy"): _("{remedy}: {how}", remedy=_(text.remedy), how=_(text.how))
        if is_there
        else "–",
    }
