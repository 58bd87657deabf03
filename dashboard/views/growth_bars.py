"""Growth accounting as bars: new, returning and resurrected up, dormant down; and the sum in a table."""

from collections.abc import Sequence
from typing import Any

from dashboard.language import _, n_, number
from dashboard.metrics.growth import Growth
from dashboard.views import axes, words
from dashboard.views.axes import CONTEXT, Figure
from dashboard.views.triangle import brief
from queries.calendar import Grain
from queries.growth import CLASSES

HUES = {"new": "#12876f", "returning": "#2f86c9", "resurrected": "#7a6a00", "dormant": "#c26a12"}
PATTERNS = {"new": "", "returning": "", "resurrected": "x", "dormant": "/"}


def class_words(name: str) -> str:
    return {
        "active": _("active"),
        "new": _("new"),
        "returning": _("returning"),
        "resurrected": _("resurrected"),
        "dormant": _("dormant"),
    }[name]


def class_meaning(name: str) -> str:
    return {
        "active": _("ordered in the period"),
        "new": _("ordered for the first time ever"),
        "returning": _("ordered in the period before too"),
        "resurrected": _("had ordered, not in the period before, and are back"),
        "dormant": _("ordered in the period before and not in this one"),
    }[name]


def told(found: Sequence[Growth]) -> list[Growth]:
    """The periods of which there is something to show."""
    return [one for one in found if one.active is not None]


def finished(found: Sequence[Growth]) -> list[Growth]:
    return [one for one in told(found) if one.is_complete]


def figure(found: Sequence[Growth], grain: Grain) -> Figure:
    """Four bars a period; one under way paler and without its dormant, who are known when it ends."""
    shown = told(found)
    layout = axes.plain_layout()
    layout |= {"barmode": "relative", "bargap": 0.25, "showlegend": True}
    layout["legend"] = {"orientation": "h", "y": 1.12, "x": 0, "traceorder": "normal"}
    layout["margin"] |= {"r": 8, "t": 40}
    layout["xaxis"] |= {"type": "category"}
    layout["yaxis"] |= {"tickformat": ",~f", "zeroline": True, "zerolinecolor": CONTEXT}
    return {"data": [_bars(shown, name, grain) for name in CLASSES], "layout": layout}


def _bars(shown: Sequence[Growth], name: str, grain: Grain) -> Figure:
    return {
        "type": "bar",
        "name": class_words(name),
        "x": [brief(one.period.start, grain) for one in shown],
        "y": [_height(one, name) for one in shown],
        "customdata": [[spec(one, name), _hover(one, name, grain)] for one in shown],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "marker": {
            "color": HUES[name],
            "opacity": [1.0 if one.is_complete else 0.45 for one in shown],
            "pattern": {
                "shape": [PATTERNS[name] if one.is_complete else "-" for one in shown],
                "fillmode": "overlay", "size": 6, "solidity": 0.3,
            },
        },
    }  # fmt: skip


def _height(one: Growth, name: str) -> int | None:
    count: int | None = getattr(one, name)
    if name != "dormant" or count is None:
        return count
    return -count if one.is_complete else None


def spec(one: Growth, name: str) -> str:
    """What a bar opens."""
    return f"growth:{one.period.start.isoformat()}:{name}"


def _hover(one: Growth, name: str, grain: Grain) -> str:
    lines = [
        words.period(one.period, grain),
        f"<b>{number(getattr(one, name))}</b> {class_words(name)}",
        class_meaning(name),
    ]
    if not one.is_complete:
        lines.append(_("not complete: {reason}", reason=_(one.reason or "")))
    if one.starts_history:
        lines.append(_("first year of orders: everybody looks new"))
    return "<br>".join(lines)


def finding(found: Sequence[Growth], grain: Grain) -> str:
    """The newest whole period's change and its parts."""
    whole = finished(found)
    if not whole:
        return _("No whole period to account for yet")
    one = whole[-1]
    assert one.change is not None
    said = {
        "period": words.period(one.period, grain), "active": number(one.active or 0),
        "change": number(abs(one.change)), "new": number(one.new or 0),
        "back": number(one.resurrected or 0), "dormant": number(one.dormant or 0),
    }  # fmt: skip
    if one.change == 0:
        return _("{active} customers ordered in {period}, as many as in the period before: {new} new and {back} back, "
                 "{dormant} stayed away", **said)  # fmt: skip
    if one.change > 0:
        return _("{active} customers ordered in {period}, {change} more than in the period before: {new} new and "
                 "{back} back, {dormant} stayed away", **said)  # fmt: skip
    return _("{active} customers ordered in {period}, {change} fewer than in the period before: {new} new and {back} "
             "back, {dormant} stayed away", **said)  # fmt: skip


def quick_words(one: Growth) -> str:
    """'2.1 won for each one lost'."""
    if one.quick_ratio is None:
        return ""
    return _("{ratio} won for each one lost", ratio=number(one.quick_ratio, 2))


def alt(found: Sequence[Growth], grain: Grain) -> str:
    whole = finished(found)
    if not whole:
        return _("No whole period to account for yet")
    first, last = whole[0], whole[-1]
    return _("Active customers: {first} in {start}, {last} in {end}.",
             first=number(first.active or 0), start=words.period(first.period, grain),
             last=number(last.active or 0), end=words.period(last.period, grain))  # fmt: skip


def rows(found: Sequence[Growth], grain: Grain) -> list[dict[str, Any]]:
    """The sum: new + returning + resurrected = active; new + resurrected − dormant = the change."""
    return [
        {
            _("period"): words.period(one.period, grain),
            _("new"): one.new,
            _("returning"): one.returning,
            _("resurrected"): one.resurrected,
            _("active"): one.active,
            _("dormant"): one.dormant,
            _("change"): one.change,
            _("quick ratio"): None if one.quick_ratio is None else round(one.quick_ratio, 2),
            _("complete"): _("yes") if one.is_complete else _("not yet"),
            _("note"): _notes(one),
        }
        for one in found
    ]


def _notes(one: Growth) -> str:
    said = [_(one.reason or "")]
    said += [_("first year of orders: everybody looks new")] if one.starts_history else []
    return "; ".join(filter(None, said))


def table(found: Sequence[Growth], grain: Grain, opens: bool, opened: str = "") -> str:
    """The sum as it adds up, newest first, each count open to its people."""
    head = (
        _("Week of") if grain is Grain.WEEK else _("Period"), class_words("new"),
        "+ " + class_words("returning"), "+ " + class_words("resurrected"),
        "= " + class_words("active"), "− " + class_words("dormant"), _("change"), _("quick ratio"),
    )  # fmt: skip
    cells = "".join(f'<th scope="col">{words.escaped(text)}</th>' for text in head)
    body = "".join(_row(one, grain, opens, opened) for one in reversed(told(found)))
    label = words.escaped(_("How active customers add up"))
    return (
        f'<div class="mp-scroll" tabindex="0" role="region" aria-label="{label}">'
        f'<table class="mp-triangle mp-sums"><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _row(one: Growth, grain: Grain, opens: bool, opened: str) -> str:
    name = words.escaped(brief(one.period.start, grain))
    name += '<span class="mp-dagger">†</span>' if one.starts_history else ""
    note = "" if one.is_complete else f"<small>{words.escaped(_(one.reason or ''))}</small>"
    counts = [
        _count(one, part, opens, opened)
        for part in ("new", "returning", "resurrected", "active", "dormant")
    ]
    change = one.change or 0
    signed = words.sign(str(abs(change)), change) + number(abs(change))
    ratio = "–" if one.quick_ratio is None else number(one.quick_ratio, 2)
    tail = (signed, ratio) if one.is_complete else ("…", "…")
    cells = "".join(counts) + "".join(f"<td><span>{text}</span></td>" for text in tail)
    row = "<tr>" if one.is_complete else '<tr class="mp-running">'
    return f'{row}<th scope="row"><span>{name}{note}</span></th>{cells}</tr>'


def _count(one: Growth, part: str, opens: bool, opened: str) -> str:
    count: int = getattr(one, part)
    if part == "dormant" and not one.is_complete:
        said = words.escaped(_("known when the period ends"))
        return f'<td class="mp-kept" title="{said}"><span>…</span></td>'
    text = number(count)
    title = n_("{count} person: {what}", "{count} people: {what}", count, what=class_meaning(part))
    if not (opens and count):
        return f'<td><span title="{words.escaped(title)}">{text}</span></td>'
    pressed = "true" if opened == spec(one, part) else "false"
    return (
        f'<td><button type="button" data-click="{spec(one, part)}" aria-pressed="{pressed}" '
        f'title="{words.escaped(title)}">{text}</button></td>'
    )
