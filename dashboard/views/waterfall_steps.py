"""From last year's sales to this year's, step by step: bars that hang from where the step before ended."""

from decimal import Decimal

from dashboard.access import Viewer
from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.metrics.analysis import WATERFALL
from dashboard.metrics.declare import Unit
from dashboard.metrics.waterfall import Step, Waterfall, brief, waterfall
from dashboard.views import controls, panel, pieces, widgets, words
from dashboard.views.choice import Choice
from dashboard.views.clickable import Click
from dashboard.views.panel import Bars, Panel

MOST = 12
"""Steps drawn; the smallest changes stand together."""
CUT_FROM = 0.4
"""Where no level falls below so much of the largest, bars begin near the least one, and their cut is drawn."""
BY = ("channel", "region", "category", "segment", "source")


def draw(viewer: Viewer, choice: Choice) -> None:
    by = widgets.segments("steps", _("Steps"), BY, words.dimension_title)
    slice = choice.sliced(WATERFALL, reads.about().settings.calendar)
    panel.draw(of(waterfall(viewer, slice, by), choice), viewer, on_click=lambda c: _kept(by, c))


def _kept(by: str, click: Click) -> None:
    [value] = pieces.parts(click)
    (controls.exclude if click.is_not else controls.keep)(by, value)


def of(found: Waterfall, choice: Choice) -> Panel:
    if found.total is None or found.days is None:
        said = _(
            "No step from last year to this can be told: {reason}.", reason=_(found.reason or "")
        )
        return Panel("waterfall", said, words.days(choice.window))
    drawn = brief(found, MOST)
    return Panel(
        key="waterfall",
        finding=finding(found),
        about=pieces.joined(
            reads.currency(), words.days(found.days.now),
            _("against {days}", days=words.days(found.days.then)),
            n_("{count} order now", "{count} orders now", found.total.orders_now),
            pieces.not_applied(WATERFALL, choice),
        ),
        html=picture(drawn),
        bars=Bars("change", "low", "high", Unit.MONEY),
        alt=finding(found),
        table=[_row(step, found.by) for step in (*found.steps, found.total)],
        exact=[_exact(step, found.by) for step in (*found.steps, found.total)],
        legend=pieces.joined(
            adds_up(found),
            _("grey bars are cut: they begin above nought") if _reach(drawn)[0] > 0 else "",
            _("pale and dashed: no change that can be told from noise"),
            _("click a step to keep it, with Alt to leave it out"),
            _("data are missing in one of the years") if found.missing else "",
            _(found.days.left_out) if found.days.left_out else "",
        ),
        definition=_(
            "Net revenue of the same days a year before, then of now, by {dimension}",
            dimension=words.dimension(found.by),
        ),
        notes_for=("channel_sales", "channel_growth"),
        window=found.days.now,
        filters=choice.filters,
    )  # fmt: skip


def finding(found: Waterfall) -> str:
    """'€54,413 more than a year before (€22,740 to €86,087): store and app account for it; …'"""
    assert found.total is not None
    total, currency = found.total, reads.currency()
    said = {
        "change": pieces.signed(Unit.MONEY, float(total.change), currency),
        "limits": pieces.range_of(*total.limits, Unit.MONEY, currency),
        "then": words.amount(Unit.MONEY, float(total.then), currency),
        "now": words.amount(Unit.MONEY, float(total.now), currency),
    }
    if found.missing:
        first = _("From {then} to {now}, {change}: not judged, since data are missing", **said)
    elif total.is_sure:
        first = _("From {then} to {now}: {change} ({limits})", **said)
    else:
        first = _(
            "From {then} to {now}: {change}, which cannot be told from no change ({limits})", **said
        )
    return pieces.sentences(first, _steps_words(found), _split_words(total))


def _steps_words(found: Waterfall) -> str:
    """The surest and largest steps, at most three."""
    sure = [step for step in found.steps if step.is_sure and step.group]
    if not sure:
        return _("No single step can be told from noise")
    largest = sorted(sure, key=lambda step: -abs(step.change))[:3]
    return _(
        "Sure steps: {steps}", steps=words.listed([_step_words(step, found.by) for step in largest])
    )


def _step_words(step: Step, by: str) -> str:
    size = pieces.signed(Unit.MONEY, float(step.change), reads.currency())
    return f"{words.named(step.group[by])} {size}"


def _split_words(total: Step) -> str:
    if total.split is None:
        return ""
    currency = reads.currency()
    return _(
        "By the number of orders {number}, by the value of one {size}",
        number=pieces.signed(Unit.MONEY, float(total.split.number), currency),
        size=pieces.signed(Unit.MONEY, float(total.split.size), currency),
    )


def adds_up(found: Waterfall) -> str:
    assert found.total is not None
    if found.rest == 0:
        return _("the steps add up to the whole change, to the cent")
    return _(
        "the steps miss {rest} of the whole change: please report it", rest=f"{found.rest:,.6f}"
    )


def picture(found: Waterfall) -> str:
    """Rows from last year's sum to this year's; each step begins where the one before ended."""
    assert found.total is not None
    total, low, high = found.total, *_reach(found)
    rows = [_total_row(_("A year before"), total.then, low, high)]
    level = total.then
    for step in found.steps:
        rows.append(_step_row(step, found.by, level, low, high))
        level += step.change
    rows.append(_total_row(_("Now"), total.now, low, high))
    head = [
        words.dimension_title(found.by),
        "",
        _("Change"),
        _("95 % interval"),
        _("By number of orders"),
        _("By value of one"),
    ]
    label = _("Steps from last year to this, by {dimension}", dimension=words.dimension(found.by))
    return pieces.table([words.escaped(one) for one in head], rows, "mp-steps", label)


def _reach(found: Waterfall) -> tuple[float, float]:
    """From nought to the largest level; from near the least one where the steps would be too small to see."""
    assert found.total is not None
    levels = [float(found.total.then)]
    for step in found.steps:
        levels.append(levels[-1] + float(step.change))
    low, high = min(levels), max(levels)
    if low > CUT_FROM * high:
        return low - (high - low) / 4, high
    return min(low, 0.0), max(high, 0.0) or 1.0


def _at(value: Decimal | float, low: float, high: float) -> float:
    return 100 * (float(value) - low) / (high - low)


def _total_row(name: str, value: Decimal, low: float, high: float) -> str:
    start, end = sorted((max(0.0, _at(0, low, high)), _at(value, low, high)))
    drawn = pieces.bar(start, end - start, "mp-whole mp-cut" if low > 0 else "mp-whole")
    amount = words.amount(Unit.MONEY, float(value), reads.currency())
    return (
        f'<tr class="mp-together"><th scope="row">{words.escaped(name)}</th>'
        f'<td class="mp-wide"><div class="mp-lane" aria-hidden="true">{drawn}</div></td>'
        f'<td><b>{amount}</b></td><td></td><td></td><td></td></tr>'
    )  # fmt: skip


def _step_row(step: Step, by: str, level: Decimal, low: float, high: float) -> str:
    start, end = sorted((_at(level, low, high), _at(level + step.change, low, high)))
    tone = "even" if not step.is_sure else "better" if step.change > 0 else "worse"
    css = f"mp-{tone}{'' if step.is_sure else ' mp-unsure'}"
    currency, drawn = reads.currency(), pieces.bar(start, end - start, css)
    cells = [
        f'<th scope="row">{_name(step, by)}{_mark(step)}</th>',
        f'<td class="mp-wide"><div class="mp-lane" aria-hidden="true">{drawn}</div></td>',
        f'<td><b class="mp-{tone}">{pieces.signed(Unit.MONEY, float(step.change), currency)}</b></td>',
        f"<td>{words.escaped(pieces.range_of(*step.limits, Unit.MONEY, currency))}</td>",
        *(f"<td>{_part(part)}</td>" for part in (step.split or (None, None))),
    ]
    return f"<tr>{''.join(cells)}</tr>"


def _name(step: Step, by: str) -> str:
    if not step.group:
        return words.escaped(_("all others"))
    text = words.escaped(words.option(words.named(step.group[by])))
    return pieces.button(
        pieces.spec(step.group[by]), text, "mp-name", _("Keep only this; with Alt, leave it out")
    )


def _mark(step: Step) -> str:
    said = {"new": _("new"), "gone": _("gone")}.get(step.kind)
    return f' <span class="mp-mark-word">{words.escaped(said)}</span>' if said else ""


def _part(part: Decimal | None) -> str:
    return "–" if part is None else pieces.signed(Unit.MONEY, float(part), reads.currency())


def _row(step: Step, by: str) -> dict[str, object]:
    currency = reads.currency()
    return {
        words.dimension(by): words.named(step.group[by]) if step.group else _("all"),
        _("a year before"): words.amount(Unit.MONEY, float(step.then), currency),
        _("now"): words.amount(Unit.MONEY, float(step.now), currency),
        _("change"): pieces.signed(Unit.MONEY, float(step.change), currency),
        _("95 % interval"): pieces.range_of(*step.limits, Unit.MONEY, currency),
        _("by number of orders"): _part(step.split.number if step.split else None),
        _("by value of one"): _part(step.split.size if step.split else None),
        _("orders a year before"): step.orders_then,
        _("orders now"): step.orders_now,
    }


def _exact(step: Step, by: str) -> dict[str, object]:
    number, size = step.split or (None, None)
    return {
        by: step.group.get(by, "all"), "then": float(step.then), "now": float(step.now),
        "change": float(step.change), "low": step.limits.low, "high": step.limits.high,
        "by_orders": None if number is None else float(number),
        "by_order_value": None if size is None else float(size),
        "orders_then": step.orders_then, "orders_now": step.orders_now, "kind": step.kind,
    }  # fmt: skip
