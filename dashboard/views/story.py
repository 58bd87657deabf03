"""A person's story as a picture: a lane for each kind of event on a line of days, and each event in words."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from dashboard.language import _, n_, number
from dashboard.metrics.person import KINDS, Deed, Person
from dashboard.views import axes, words
from dashboard.views.axes import Figure

MOST_DRAWN = 600
"""Events drawn in one lane, the newest; the list has them all."""

LOOK: dict[str, tuple[str, str]] = {
    "visit": ("#8a96a3", "line-ns-open"),
    "signup": ("#7a6a00", "star"),
    "lead": ("#7a6a00", "hexagon"),
    "order": ("#2f86c9", "circle"),
    "refund": ("#d55e00", "triangle-down"),
    "ticket": ("#a1559b", "square"),
    "answer": ("#12876f", "diamond"),
    "survey": ("#8a96a3", "diamond-open"),
    "goodbye": ("#d55e00", "x"),
}
"""Hue and shape of each kind."""


def title(kind: str, one: bool = False) -> str:
    """The name of a lane, or of one event in it."""
    many, single = {
        "visit": (_("Visits"), _("Visit")),
        "signup": (_("Signups"), _("Signup")),
        "lead": (_("Leads"), _("Lead")),
        "order": (_("Orders"), _("Order")),
        "refund": (_("Refunds"), _("Refund")),
        "ticket": (_("Tickets"), _("Ticket")),
        "answer": (_("Answers"), _("Answer")),
        "survey": (_("Surveys sent"), _("Survey sent")),
        "goodbye": (_("Goodbyes"), _("Goodbye")),
    }[kind]
    return single if one else many


def figure(deeds: Sequence[Deed], until: date, currency: str) -> Figure:
    """A lane per kind that occurs; a ticket lasts from opening to closing, an open one to where the data end."""
    lanes = [kind for kind in KINDS if any(deed.kind == kind for deed in deeds)]
    data: list[Figure] = []
    for kind in lanes:
        theirs = newest([deed for deed in deeds if deed.kind == kind])
        if kind == "ticket":
            data += _lengths(theirs, until)
        data.append(_marks(kind, theirs, currency))
    layout = axes.plain_layout()
    layout["height"] = 64 + 44 * len(lanes)
    layout["margin"] |= {"r": 16, "t": 8}
    layout["xaxis"] |= {"type": "date", "showgrid": True}
    layout["yaxis"] |= {
        "type": "category", "categoryorder": "array", "ticksuffix": "  ", "showgrid": True,
        "categoryarray": [title(kind) for kind in reversed(lanes)],
    }  # fmt: skip
    return {"data": data, "layout": layout}


def newest(deeds: Sequence[Deed]) -> Sequence[Deed]:
    return deeds[-MOST_DRAWN:]


def left_out(deeds: Sequence[Deed]) -> str:
    """What the picture does not show for room."""
    full = [title(kind) for kind in KINDS if sum(deed.kind == kind for deed in deeds) > MOST_DRAWN]
    if not full:
        return ""
    return _(
        "The picture shows the newest {most} of: {kinds}. The list has all.",
        most=number(MOST_DRAWN), kinds=", ".join(full),
    )  # fmt: skip


def _marks(kind: str, deeds: Sequence[Deed], currency: str) -> Figure:
    hue, shape = LOOK[kind]
    answers = kind == "answer"
    is_open = [kind == "ticket" and deed.until is None for deed in deeds]
    return {
        "type": "scatter", "mode": "markers+text" if answers else "markers", "name": title(kind),
        "x": [deed.at.isoformat() for deed in deeds], "y": [title(kind)] * len(deeds),
        "marker": {
            "color": hue, "size": 11 if kind != "visit" else 14,
            "symbol": [f"{shape}-open" if waits else shape for waits in is_open],
            "line": {"width": 2 if kind in ("visit", "ticket") else 0, "color": hue},
        },
        "text": [str(deed.facts["score"]) for deed in deeds] if answers else None,
        "textposition": "top center", "textfont": {"size": 11},
        "customdata": [_hover(deed, currency) for deed in deeds],
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _lengths(tickets: Sequence[Deed], until: date) -> list[Figure]:
    """A line for each ticket; dotted where nothing says that it is closed."""
    hue = LOOK["ticket"][0]
    end = datetime.combine(until, time.max)
    closed = [(deed.at, deed.until) for deed in tickets if deed.until]
    waiting = [(deed.at, max(deed.at, end)) for deed in tickets if deed.until is None]
    return [
        {
            "type": "scatter", "mode": "lines", "hoverinfo": "skip", "connectgaps": False,
            "x": [x for start, stop in spans for x in (start.isoformat(), stop.isoformat(), None)],
            "y": [y for _span in spans for y in (title("ticket"), title("ticket"), None)],
            "line": {"color": hue, "width": 5 if dash == "solid" else 2, "dash": dash},
        }
        for spans, dash in ((closed, "solid"), (waiting, "dot"))
        if spans
    ]  # fmt: skip


def _hover(deed: Deed, currency: str) -> str:
    when = words.day(deed.at.date()) + (f", {deed.at:%H:%M}" if deed.has_time else "")
    said = words.escaped(sentence(None, deed, currency))
    return f"<b>{words.escaped(title(deed.kind, one=True))}</b> · {when}<br>{said}"


def alt(person: Person, deeds: Sequence[Deed], until: date) -> str:
    """'From 1 Apr 2024 to 28 Sep 2026: 64 orders, 4 refunds …'"""
    counts = [
        f"{title(kind)} {number(count)}"
        for kind in KINDS
        if (count := sum(deed.kind == kind for deed in deeds))
    ]
    return _(
        "The story of {person} from {first} to {last}: {counts}.",
        person=person.name, first=words.day(deeds[0].at.date()), last=words.day(until),
        counts=", ".join(counts),
    )  # fmt: skip


def sentence(person: Person | None, deed: Deed, currency: str) -> str:
    """What happened, in words; with the person, an order names its refunds and a refund its order."""
    return _SAID[deed.kind](person, deed, currency)


def _visit(person: Person | None, deed: Deed, currency: str) -> str:
    facts = deed.facts
    times = n_("{count} visit", "{count} visits", facts["visits"])
    ways = [facts[name] for name in ("source", "campaign", "device") if facts[name]]
    return _("{visits} by {ways}", visits=times, ways=", ".join(ways)) if ways else times


def _order(person: Person | None, deed: Deed, currency: str) -> str:
    facts = deed.facts
    said = [_("{amount} gross", amount=_money(facts["gross"], currency))]
    if facts["net"] != facts["gross"]:
        said.append(_("{amount} net", amount=_money(facts["net"], currency)))
    said += [facts["categories"]] if facts["categories"] else []
    said += [_("order {id}", id=facts["order_id"])] if facts["order_id"] else []
    for refund in _joined(person, "refund", facts["order_no"]):
        said.append(
            _("{amount} given back on {day}", amount=_money(refund.facts["refund"], currency),
              day=words.day(refund.at.date()))
        )  # fmt: skip
    return " · ".join(said)


def _refund(person: Person | None, deed: Deed, currency: str) -> str:
    said = [_money(deed.facts["refund"], currency)]
    for order in _joined(person, "order", deed.facts["order_no"]):
        named = order.facts["order_id"]
        of = words.day(order.at.date())
        said.append(
            _("of order {id} of {day}", id=named, day=of)
            if named
            else _("of the order of {day}", day=of)
        )
    if deed.facts["order_no"] is None:
        said.append(_("its order is not known"))
    return " · ".join(said)


def _joined(person: Person | None, kind: str, order_no: int | None) -> list[Deed]:
    if person is None or order_no is None:
        return []
    return [deed for deed in person.of_kind(kind) if deed.facts["order_no"] == order_no]


def _ticket(person: Person | None, deed: Deed, currency: str) -> str:
    facts = deed.facts
    said = [facts["category"]] if facts["category"] else []
    answered, closed = facts["response_seconds"], facts["resolution_seconds"]
    said.append(
        _("no answer known")
        if answered is None
        else _("answered after {wait}", wait=words.duration(answered))
    )
    said.append(
        _("still open") if closed is None else _("closed after {wait}", wait=words.duration(closed))
    )
    said += [_("ticket {id}", id=facts["ticket_id"])] if facts["ticket_id"] else []
    return " · ".join(said)


def _answer(person: Person | None, deed: Deed, currency: str) -> str:
    facts = deed.facts
    score = (
        _("{score} of 10", score=facts["score"])
        if facts["kind"] == "nps"
        else _("{score} of 5", score=facts["score"])
    )
    said = [
        score,
        facts["survey"],
        _("“{comment}”", comment=facts["comment"]) if facts.get("comment") else "",
    ]
    return " · ".join(part for part in said if part)


def _survey(person: Person | None, deed: Deed, currency: str) -> str:
    on = deed.facts["answered_day"]
    answered = _("no answer") if on is None else _("answered on {day}", day=words.day(on))
    return " · ".join(part for part in (deed.facts["survey"], answered) if part)


def _lead(person: Person | None, deed: Deed, currency: str) -> str:
    facts = deed.facts
    came = _("lost") if facts["is_lost"] else _("open")
    if facts["is_won"]:
        came = n_("won after {count} day", "won after {count} days", facts["cycle_days"])
    return " · ".join(part for part in (came, facts["source"]) if part)


def _signup(person: Person | None, deed: Deed, currency: str) -> str:
    return _("signed up")


def _goodbye(person: Person | None, deed: Deed, currency: str) -> str:
    return _("said goodbye")


def _money(amount: Any, currency: str) -> str:
    return f"{words.symbol(currency)}{number(float(amount), 2)}"


_SAID = {
    "visit": _visit, "signup": _signup, "lead": _lead, "order": _order, "refund": _refund,
    "ticket": _ticket, "answer": _answer, "survey": _survey, "goodbye": _goodbye,
}  # fmt: skip
