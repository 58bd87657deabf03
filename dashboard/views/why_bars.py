"""Where did it change: each dimension's values as bars to either side of nought, split in rate and mix.

What cannot be told from noise is grey and says so; each bar opens the people of its value.
"""

from collections.abc import Sequence
from typing import Any

from dashboard.insight.compare import Change
from dashboard.language import _, n_
from dashboard.metrics import evaluate, spread
from dashboard.metrics.drivers import Dimension, Driver, Why
from dashboard.metrics.evaluate import Value
from dashboard.views import changes, explore, words
from dashboard.views.explore import Look

SHOWN_VALUES = 6
SHOWN_DIMENSIONS = 4


def finding(found: Why, of: Look) -> str:
    """The dimension that explains most, and its value that does."""
    if found.reason:
        return _("No split: {reason}", reason=_(found.reason))
    if not found.dimensions:
        return _("Nothing to split by: each dimension has one value in these days.")
    first = found.dimensions[0]
    if found.change is None or found.change.low is None:
        return _("What each value adds to the change; nothing is judged.")
    if not first.explained:
        return _("No value of any dimension moved unlike the rest beyond noise.")
    driver = _told(first)
    return _(
        "{dimension} explains most: {value} accounts for {part} of {change}; "
        "had all values changed alike, it would be {alike}.",
        dimension=words.dimension_title(first.name), value=explore.name_of(driver.name),
        part=explore.signed(of.metric, driver.part.total, of.currency),
        change=explore.signed(of.metric, found.change.difference, of.currency),
        alike=explore.signed(of.metric, driver.part.total - driver.part.unlike, of.currency),
    )  # fmt: skip


def _told(dimension: Dimension) -> Driver:
    """The value that is most unlike the rest, of those that moved beyond noise where there are such."""
    sure = [driver for driver in dimension.drivers if not driver.is_noise] or dimension.drivers
    return max(sure, key=lambda driver: abs(driver.part.unlike))


def moved_most(found: Why, of: Look) -> str:
    """Of the metric's first dimension, which value moved most the way the whole did, and which adds most to that."""
    first = next(
        (d for name in of.metric.sliced_by for d in found.dimensions if d.name == name), None
    )
    change = found.change
    if first is None or change is None or change.verdict not in ("up", "down"):
        return ""
    adds = max(first.drivers, key=lambda driver: driver.part.total * change.difference)
    said = _(
        "{value} adds most: {part} of {change}.",
        value=explore.name_of(adds.name), part=explore.signed(of.metric, adds.part.total, of.currency),
        change=explore.signed(of.metric, change.difference, of.currency),
    )  # fmt: skip
    return f"{_moved(first, change.verdict, of)} {said}".strip()


def _moved(dimension: Dimension, verdict: str, of: Look) -> str:
    """'Region: taken alone, West fell most beyond noise, by 10.4 points to 63.2 %.'"""
    changed = [
        (evaluate.change(driver.after, driver.before), driver)
        for driver in dimension.drivers
        if driver.before and driver.after and not spread.is_sum(of.metric)
    ]
    sure = [(c.difference, driver) for c, driver in changed if c and c.verdict == verdict]
    if not sure:
        return ""
    size, most = max(sure, key=lambda pair: abs(pair[0]))
    told = {
        "dimension": words.dimension_title(dimension.name),
        "value": explore.name_of(most.name),
        "size": words.difference(of.metric.unit, size, of.currency),
        "now": _value(most.after, of),
    }
    if verdict == "up":
        return _(
            "{dimension}: taken alone, {value} rose most beyond noise, by {size} to {now}.", **told
        )
    return _(
        "{dimension}: taken alone, {value} fell most beyond noise, by {size} to {now}.", **told
    )


def legend(found: Why) -> str:
    """How the bars are to be read."""
    parts = (
        []
        if spread.is_sum(found.metric)
        else [_("rate: the value itself changed; mix: there is more or less of it")]
    )
    return " · ".join(
        [
            *parts,
            _("line: 95 % limits that hold for all values of a dimension at once"),
            _("grey: within noise"),
            _("dimensions first whose values changed unlike each other beyond noise"),
            _("click a bar to see its people"),
        ]
    )


def drawn(found: Why, of: Look, opened: str = "") -> str:
    """The dimensions that explain most, then the others one click away."""
    scale = _scale(found.dimensions)
    cards = [_dimension(dimension, found, of, scale, opened) for dimension in found.dimensions]
    more = len(cards) - SHOWN_DIMENSIONS
    hidden = [f"{dimension.name}:" for dimension in found.dimensions[SHOWN_DIMENSIONS:]]
    is_open = " open" if opened.startswith(tuple(hidden)) else ""
    others = (
        f'<details class="mp-more"{is_open}><summary>'
        f"{words.escaped(n_('{count} more dimension', '{count} more dimensions', more))}</summary>"
        f'<div class="mp-boards">{"".join(cards[SHOWN_DIMENSIONS:])}</div></details>'
        if more > 0
        else ""
    )
    return f'<div class="mp-boards">{"".join(cards[:SHOWN_DIMENSIONS])}</div>{others}'


def _scale(dimensions: Sequence[Dimension]) -> float:
    """The largest part that is drawn, so that all dimensions share one scale."""
    sizes = [
        max(abs(d.part.total), abs(d.part.rate), abs(d.part.mix))
        for dimension in dimensions
        for d in dimension.drivers
    ]
    return max(sizes, default=0.0) or 1.0


def _dimension(dimension: Dimension, found: Why, of: Look, scale: float, opened: str) -> str:
    rows = [_row(dimension.name, driver, of, scale, opened) for driver in dimension.drivers]
    more = len(rows) - SHOWN_VALUES
    hidden = (
        f"<details><summary>{words.escaped(n_('{count} more', '{count} more', more))}</summary>"
        f"{''.join(rows[SHOWN_VALUES:])}</details>"
        if more > 0
        else ""
    )
    title = words.dimension_title(dimension.name)
    return (
        f'<section class="mp-leaders" aria-label="{words.escaped(title)}"><h3>{words.escaped(title)}'
        f"<small>{words.escaped(explained(dimension, of))}</small></h3>{''.join(rows[:SHOWN_VALUES])}{hidden}"
        f'<p class="mp-adds">{words.escaped(adds_up(dimension, found, of))}</p></section>'
    )


def explained(dimension: Dimension, of: Look) -> str:
    """How far the change sits elsewhere than it would, had all values changed alike."""
    if not dimension.explained:
        return _("nothing unlike the rest beyond noise")
    size = words.difference(of.metric.unit, dimension.explained, of.currency)
    return _("{size} sit elsewhere than if all had changed alike", size=size)


def adds_up(dimension: Dimension, found: Why, of: Look) -> str:
    """'Rate −2.9 points, mix −0.2 points: together −3.1 points'."""
    assert found.change is not None
    said = []
    if not spread.is_sum(of.metric):
        named = [
            (_("rate {size}"), sum(driver.part.rate for driver in dimension.drivers)),
            (_("mix {size}"), sum(driver.part.mix for driver in dimension.drivers)),
            (_("without a base {size}"), sum(driver.part.alone for driver in dimension.drivers)),
        ]
        said += [
            text.format(size=explore.signed(of.metric, size, of.currency))
            for n, (text, size) in enumerate(named)
            if n < 2 or size
        ]
    else:
        size = sum(driver.part.total for driver in dimension.drivers)
        said.append(_("values {size}", size=explore.signed(of.metric, size, of.currency)))
    if dimension.remainder or dimension.hidden:
        size_left = explore.signed(of.metric, dimension.remainder, of.currency)
        said.append(f"{remainder_words(dimension)} {size_left}")
    total = explore.signed(of.metric, found.change.difference, of.currency)
    return _("{parts}: together {total}", parts=", ".join(said), total=total)


def remainder_words(dimension: Dimension) -> str:
    if dimension.hidden:
        return n_(
            "{count} value of few people, not shown",
            "{count} values of few people, not shown",
            dimension.hidden,
        )
    return _("counted in several values, or in none of them")


def _row(dimension: str, driver: Driver, of: Look, scale: float, opened: str) -> str:
    name = explore.name_of(driver.name)
    spec = f"{dimension}:{driver.name}"
    told = " · ".join(_said(driver, of))
    tone = "mp-noise" if driver.is_noise else _tone(driver, of)
    part = explore.signed(of.metric, driver.part.total, of.currency)
    return (
        f'<button class="mp-leader mp-driver {tone}" data-click="{words.escaped(spec)}" '
        f'aria-pressed="{str(spec == opened).lower()}" title="{words.escaped(f"{name}: {told}")}">'
        f'<span class="mp-name">{words.escaped(name)}</span>{_bar(driver, of, scale)}'
        f"<b>{words.escaped(part)}</b>"
        f'<span class="mp-n">{words.escaped(_from_to(driver, of))}</span></button>'
    )


def _tone(driver: Driver, of: Look) -> str:
    if of.change is None:
        return "mp-even"
    part = Change(driver.part.total, None, None, None, driver.verdict)
    return f"mp-{changes.tone_of(of.metric, part) or 'even'}"


def _bar(driver: Driver, of: Look, scale: float) -> str:
    """Rate above, mix below, to either side of nought in the middle; the limits as a line."""
    part = driver.part
    sizes = [part.total] if spread.is_sum(of.metric) else [part.rate, part.mix + part.alone]
    bars = "".join(
        f'<i class="mp-part{n}" style="{_from(size, scale)}"></i>' for n, size in enumerate(sizes)
    )
    line = ""
    if driver.limits:
        low, high = (_at(x, scale) for x in driver.limits)
        line = f'<b style="left:{low:.1f}%;width:{max(0.8, high - low):.1f}%"></b>'
    return f'<span class="mp-sides mp-sides{len(sizes)}">{bars}{line}</span>'


def _at(size: float, scale: float) -> float:
    """Per cent from the left edge; what does not fit ends at the edge."""
    return min(100.0, max(0.0, 50 + 50 * size / scale))


def _from(size: float, scale: float) -> str:
    first, last = sorted((50.0, _at(size, scale)))
    return f"left:{first:.1f}%;width:{last - first:.1f}%"


def _from_to(driver: Driver, of: Look) -> str:
    """'72.7 % → 52.4 %'."""
    before, after = (_value(value, of) for value in (driver.before, driver.after))
    noise = f" · {_('thin') if driver.is_thin else _('noise')}" if driver.is_noise else ""
    return f"{before} → {after}{noise}"


def _value(value: Value | None, of: Look) -> str:
    return words.value(of.metric, value.value if value else None, of.currency)


def _said(driver: Driver, of: Look) -> list[str]:
    part = driver.part
    found = [explore.signed(of.metric, part.total, of.currency)]
    if not spread.is_sum(of.metric):
        found.append(_("rate {size}", size=explore.signed(of.metric, part.rate, of.currency)))
        found.append(_("mix {size}", size=explore.signed(of.metric, part.mix, of.currency)))
    if part.alone:
        size = explore.signed(of.metric, part.alone, of.currency)
        found.append(_("without a base {size}", size=size))
    if driver.limits:
        low, high = (explore.signed(of.metric, x, of.currency) for x in driver.limits)
        found.append(_("95 %: {low} to {high}", low=low, high=high))
    found += [words.counted(of.metric, value.n) for value in (driver.before, driver.after) if value]
    return [text for text in found if text]


def rows(found: Why, of: Look, is_exact: bool) -> list[dict[str, Any]]:
    """Every value of every dimension, in words or as numbers."""
    return [
        (_exact(dimension, driver) if is_exact else _words(dimension, driver, of))
        for dimension in found.dimensions
        for driver in dimension.drivers
    ] + [_left(dimension, of, is_exact) for dimension in found.dimensions if dimension.remainder]


def _exact(dimension: Dimension, driver: Driver) -> dict[str, Any]:
    part = driver.part
    return {
        "dimension": dimension.name,
        "value": driver.name or "unknown",
        "before": driver.before.value if driver.before else None,
        "after": driver.after.value if driver.after else None,
        "n_before": driver.before.n if driver.before else None,
        "n_after": driver.after.n if driver.after else None,
        "rate": part.rate,
        "mix": part.mix,
        "without_base": part.alone,
        "part": part.total,
        "low": driver.limits.low if driver.limits else None,
        "high": driver.limits.high if driver.limits else None,
        "verdict": driver.verdict,
    }


def _words(dimension: Dimension, driver: Driver, of: Look) -> dict[str, Any]:
    part = driver.part
    return {
        _("Dimension"): words.dimension_title(dimension.name),
        _("Value"): explore.name_of(driver.name),
        _("Before"): _value(driver.before, of),
        _("After"): _value(driver.after, of),
        _("Rate"): explore.signed(of.metric, part.rate, of.currency),
        _("Mix"): explore.signed(of.metric, part.mix + part.alone, of.currency),
        _("Part"): explore.signed(of.metric, part.total, of.currency),
        _("Told from noise"): _("no") if driver.is_noise else _("yes"),
    }


def _left(dimension: Dimension, of: Look, is_exact: bool) -> dict[str, Any]:
    left = dimension.remainder
    if is_exact:
        return {"dimension": dimension.name, "value": remainder_words(dimension), "part": left}
    return {
        _("Dimension"): words.dimension_title(dimension.name),
        _("Value"): remainder_words(dimension),
        _("Part"): explore.signed(of.metric, left, of.currency),
    }
