"""Numbers at the start of the strategy beside today: a table, what it says, and its files. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboard.language import _, n_
from dashboard.metrics.evaluate import Value
from dashboard.progress.strategy import OFFLINE, ONLINE, Kpi
from dashboard.views import changes, words
from dashboard.views.board_cells import table
from dashboard.views.panel import Panel
from queries.calendar import Grain


def panel_of(rows: Sequence[Kpi], starts_on: date, currency: str, key: str) -> Panel:
    """The table with the sentence that it comes to."""
    return Panel(
        key=key,
        finding=finding(rows, starts_on),
        about=_(
            "the newest month that was whole by {day}, beside the newest whole month", day=starts_on
        ),
        html=html(rows, currency),
        table=[row(kpi, currency) for kpi in rows],
        exact=[exact(kpi) for kpi in rows],
    )


def finding(rows: Sequence[Kpi], starts_on: date) -> str:
    """'Since 1 Oct 2025, 5 of 16 numbers got better and 1 got worse.'"""
    tones = [tone(kpi) for kpi in rows]
    better, worse = tones.count("better"), tones.count("worse")
    if not better + worse:
        return _("Since {day}, no number changed by more than chance can.", day=starts_on)
    return n_(
        "Since {day}, {better} of {count} number got better and {worse} got worse.",
        "Since {day}, {better} of {count} numbers got better and {worse} got worse.",
        len(rows), day=starts_on, better=better, worse=worse,
    )  # fmt: skip


def tone(kpi: Kpi) -> str:
    return changes.tone_of(kpi.metric, kpi.change) if kpi.change else ""


def html(rows: Sequence[Kpi], currency: str) -> str:
    """A click on a number's name opens its page."""
    head = [_("Number"), _("Change"), _("At the start"), _("Today")]
    return table(_("Numbers at the start and today"), head, [_line(kpi, currency) for kpi in rows])


def _line(kpi: Kpi, currency: str) -> str:
    to = words.escaped(f"metric?metric={kpi.metric.name}")
    name = f'<button type="button" class="mp-who" data-click="{to}">{words.escaped(label(kpi))}</button>'
    then = words.start(kpi.then.month, Grain.MONTH)
    cells = (
        f'<td><span class="mp-{tone(kpi) or "even"}">{words.escaped(change(kpi, currency))}</span></td>',
        _cell(words.value(kpi.metric, kpi.then.value, currency), then, _(kpi.then.reason)),
        _cell(_now(kpi.now, currency), _month(kpi.now), _(kpi.now.reason or "") if kpi.now else ""),
    )
    note = f"<br><small>{words.escaped(restated(kpi, currency))}</small>" if kpi.is_restated else ""
    return f'<tr><th scope="row">{name}{note}</th>{"".join(cells)}</tr>'


def _cell(value: str, month: str, reason: str) -> str:
    why = f' title="{words.escaped(reason)}"' if reason else ""
    return f"<td{why}><b>{words.escaped(value)}</b> <small>{words.escaped(month)}</small></td>"


def label(kpi: Kpi) -> str:
    """'Net promoter score, after delivery'."""
    title = _(kpi.metric.label)
    if not kpi.part:
        return title
    part = {ONLINE: _("online"), OFFLINE: _("other channels")}.get(kpi.part, kpi.part)
    return _("{number}, {part}", number=title, part=part)


def change(kpi: Kpi, currency: str) -> str:
    return changes.in_words(kpi.metric, kpi.change, currency) if kpi.change else "–"


def restated(kpi: Kpi, currency: str) -> str:
    """Data that came in late, or were put right, say another number for then."""
    if kpi.reread is None or kpi.reread.value is None:
        return _("today's data say nothing of that month")
    value = words.value(kpi.metric, kpi.reread.value, currency)
    return _("today's data say {value} for that month", value=value)


def _now(now: Value | None, currency: str) -> str:
    return words.value(now.metric, now.value, currency) if now else "–"


def _month(now: Value | None) -> str:
    return words.period(now.period, Grain.MONTH) if now else ""


def row(kpi: Kpi, currency: str) -> dict[str, Any]:
    return {
        _("number"): label(kpi),
        _("month at the start"): words.start(kpi.then.month, Grain.MONTH),
        _("at the start"): words.value(kpi.metric, kpi.then.value, currency),
        _("newest month"): _month(kpi.now),
        _("today"): _now(kpi.now, currency),
        _("change"): change(kpi, currency),
        _("note"): restated(kpi, currency) if kpi.is_restated else "",
    }


def exact(kpi: Kpi) -> dict[str, Any]:
    """The numbers as they are, for files."""
    return {
        "metric": kpi.metric.name, "part": kpi.part, "start_month": kpi.then.month.isoformat(),
        "start_value": kpi.then.value, "start_low": kpi.then.low, "start_high": kpi.then.high,
        "start_version": kpi.then.seq, "month": kpi.now.period.start.isoformat() if kpi.now else "",
        "value": kpi.now.value if kpi.now else None, "low": kpi.now.low if kpi.now else None,
        "high": kpi.now.high if kpi.now else None, "difference": kpi.change.difference if kpi.change else None,
        "difference_low": kpi.change.low if kpi.change else None,
        "difference_high": kpi.change.high if kpi.change else None,
        "start_value_today": kpi.reread.value if kpi.reread else None,
    }  # fmt: skip
