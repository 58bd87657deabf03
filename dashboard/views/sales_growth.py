"""Are we growing as we meant to, and which channel? One row per channel on the same days of both years."""

from dataclasses import dataclass, replace

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.metrics import reads
from dashboard.metrics.analysis import WATERFALL
from dashboard.metrics.catalogue.channels import CHANNEL_GROWTH
from dashboard.metrics.catalogue.shop import CHANNEL_SALES
from dashboard.metrics.declare import Unit
from dashboard.metrics.evaluate import Value
from dashboard.metrics.year_on_year import ALL, ONLINE, Channels, Line, channels
from dashboard.progress.goal import Goal
from dashboard.views import controls, goals, panel, pieces, words
from dashboard.views.choice import Choice
from dashboard.views.clickable import Click
from dashboard.views.panel import Bars, Panel
from dashboard.views.sales_words import finding, growth_words, limits_words, subject

SPAN = 1.6
"""The track reaches so many times the largest growth or goal, at least from −25 to +50 %."""


@dataclass(frozen=True)
class Scale:
    low: float
    high: float

    def at(self, value: float) -> float:
        """Where a growth stands on the track, in per cent of it."""
        return 100 * (value - self.low) / (self.high - self.low)


def draw(viewer: Viewer, choice: Choice) -> None:
    asked = replace(choice, defined=()).slice(CHANNEL_SALES, reads.about().settings.calendar)
    found = channels(viewer, asked)
    panel.draw(of(found, choice, goal(choice)), viewer, on_click=kept)


def goal(choice: Choice) -> Goal | None:
    """The goal for growth on a year before, if there is one; goals are for the whole company."""
    if choice.where or choice.group:
        return None
    for one in goals.goals():
        if (
            one.metric is CHANNEL_SALES
            and one.change_percent is not None
            and one.is_against_year_ago
        ):
            return one
    return None


def of(found: Channels, choice: Choice, aim: Goal | None) -> Panel:
    whole = found.together(ALL)
    if whole is None:
        return Panel("growth", _("Nothing was sold in this window."), words.days(choice.window))
    days = found.days.now if found.days else choice.window
    return Panel(
        key="growth",
        finding=finding(found, aim),
        about=pieces.joined(
            reads.currency(), words.days(days),
            _("against {days}", days=words.days(found.days.then)) if found.days else "",
            words.counted(CHANNEL_SALES, whole.sold.n), pieces.not_applied(WATERFALL, choice),
        ),
        html=picture(found, aim),
        bars=Bars("growth", "growth_low", "growth_high"),
        alt=finding(found, aim),
        table=[_row(line) for line in found.lines],
        exact=[_exact(line) for line in found.lines],
        legend=_legend(found, aim),
        definition=f"{_(CHANNEL_GROWTH.label)}: {_(CHANNEL_GROWTH.formula)}",
        notes_for=("channel_sales", "channel_growth"),
        window=days,
        filters=choice.filters,
    )  # fmt: skip


def kept(click: Click) -> None:
    """The channel, or online or not, becomes a filter. A callback."""
    dimension, value = pieces.parts(click)
    (controls.exclude if click.is_not else controls.keep)(dimension, value)


def picture(found: Channels, aim: Goal | None) -> str:
    scale = _scale(found, aim)
    head = [_("Channel"), _("On the same days a year before"), _("Sold"), _("Share"), _("Orders")]
    rows = [_html(line, scale, aim) for line in found.lines]
    return pieces.table(
        [words.escaped(one) for one in head], rows, "mp-growth", _("Sales by channel")
    )


def _scale(found: Channels, aim: Goal | None) -> Scale:
    """From the least growth to the largest; limits that reach further are cut."""
    grown = [one.growth.value for one in found.lines if one.growth and one.growth.value is not None]
    grown.append(aim.change_percent if aim and aim.change_percent else 0.0)
    return Scale(max(-100.0, SPAN * min(*grown, -25.0)), min(400.0, SPAN * max(*grown, 50.0)))


def _html(line: Line, scale: Scale, aim: Goal | None) -> str:
    css = "mp-together" if line.together else ""
    share = line.share.value if line.share else None
    cells = [
        f'<th scope="row">{_name(line)}</th>',
        f'<td class="mp-wide">{_track(line, scale, aim)}</td>',
        f"<td><b>{words.value(CHANNEL_SALES, line.sold.value, reads.currency())}</b></td>",
        f"<td>{words.amount(Unit.PERCENT, share) if share is not None else '–'}</td>",
        f"<td>{words.number(line.sold.n or 0)}</td>",
    ]
    return f'<tr class="{css}">{"".join(cells)}</tr>'


def _name(line: Line) -> str:
    text = words.escaped(subject(line))
    if line.together == ALL:
        return text
    click = (
        pieces.spec("online", line.together[0])
        if line.together
        else pieces.spec("channel", line.channel)
    )
    return pieces.button(click, text, "mp-name", _("Keep only this; with Alt, leave it out"))


def _track(line: Line, scale: Scale, aim: Goal | None) -> str:
    growth = line.growth
    if growth is None or growth.value is None:
        return f'<span class="mp-quiet">{words.escaped(_(growth.reason or "") if growth else "–")}</span>'
    low, high = (growth.value if one is None else one for one in (growth.low, growth.high))
    tone, word = _tone(growth)
    drawn = pieces.mark(scale.at(0), "mp-zero") + pieces.bar(
        scale.at(low), scale.at(high) - max(0.0, scale.at(low)), f"mp-span mp-{tone}"
    )
    drawn += pieces.mark(scale.at(growth.value), f"mp-dot mp-{tone}")
    if aim and aim.change_percent is not None and line.together == (ONLINE if aim.part else ALL):
        said = _("goal {goal}", goal=growth_words(aim.change_percent, digits=0))
        drawn += pieces.mark(scale.at(aim.change_percent), "mp-aim", said)
    text = f"<b>{growth_words(growth.value)}</b> {words.escaped(limits_words(growth))}"
    return (
        f'<div class="mp-lane" aria-hidden="true">{drawn}</div>'
        f'<div class="mp-said"><span class="mp-{tone}">{words.escaped(word)}</span> {text}</div>'
    )


def _tone(growth: Value) -> tuple[str, str]:
    """Colour and word of a growth."""
    if growth.missing:
        return "even", _("data missing")
    if growth.is_thin or growth.low is None or growth.high is None:
        return "even", _("thin")
    if growth.low > 0:
        return "better", _("▲ up")
    if growth.high < 0:
        return "worse", _("▼ down")
    return "even", _("≈ can't tell")


def _legend(found: Channels, aim: Goal | None) -> str:
    if found.days is None:
        return ""
    said = [_("Dot: growth; bar: its 95 % interval")]
    if aim:
        said.append(_("ochre mark: the goal"))
    said.append(_("click a channel to keep it, with Alt to leave it out"))
    return pieces.joined(*said, _(found.days.left_out) if found.days.left_out else "")


def _row(line: Line) -> dict[str, object]:
    growth = line.growth
    return {
        _("channel"): subject(line),
        _("sold"): words.value(CHANNEL_SALES, line.sold.value, reads.currency()),
        _("share"): words.amount(Unit.PERCENT, line.share.value)
        if line.share and line.share.value
        else "–",
        _("orders"): round(line.sold.n or 0),
        _("growth"): growth_words(growth.value) if growth else "–",
        _("95 % interval"): limits_words(growth) if growth else "",
        _("note"): _(growth.reason or "") if growth else "",
    }


def _exact(line: Line) -> dict[str, object]:
    growth = line.growth
    return {
        "channel": line.channel if not line.together else " + ".join(line.together),
        "kind": "channels by online" if line.together else "channel",
        "revenue": line.sold.value, "orders": line.sold.n,
        "share": line.share.value if line.share else None,
        "growth": growth.value if growth else None,
        "growth_low": growth.low if growth else None, "growth_high": growth.high if growth else None,
        "revenue_year_before": growth.denominator if growth else None,
    }  # fmt: skip
