"""What becomes of leads: won, lost, open, how soon and how old, with unequal ages told."""

from functools import partial

from dashboard.access import Viewer
from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.metrics.analysis import PIPELINE
from dashboard.metrics.catalogue.leads import SALES_CYCLE, WIN_RATE
from dashboard.metrics.pipeline import Leads, Pipeline, pipeline
from dashboard.views import controls, drill, panel, pieces, widgets, words
from dashboard.views.choice import Choice
from dashboard.views.clickable import Click
from dashboard.views.leads_words import outcome_words
from dashboard.views.panel import Bars, Panel
from queries.pipeline import SAME_AGE

BY = ("source", "region", "segment")


def draw(viewer: Viewer, choice: Choice) -> None:
    by = widgets.segments("leads_by", _("Leads by"), BY, words.dimension_title)
    slice = choice.sliced(PIPELINE, reads.about().settings.calendar)
    found = pipeline(viewer, slice, by)
    panel.draw(of(found, by, choice, viewer), viewer, on_click=partial(_clicked, by))


def _clicked(by: str, click: Click) -> None:
    """A number opens its people, a group becomes a filter. A callback."""
    if click.value.startswith("leads:"):
        drill.open(click.value)
        return
    [value] = pieces.parts(click)
    (controls.exclude if click.is_not else controls.keep)(by, value)


def of(found: Pipeline, by: str, choice: Choice, viewer: Viewer) -> Panel:
    if found.total is None or found.total.leads is None:
        reason = found.reason or (found.total.reason if found.total else "")
        said = _("Nothing can be told of leads: {reason}.", reason=_(reason or ""))
        return Panel("leads", said, words.days(choice.window))
    rows = [*found.groups, found.total]
    return Panel(
        key="leads",
        finding=finding(found),
        about=pieces.joined(
            words.days(choice.window), n_("{count} lead", "{count} leads", found.total.leads),
            _("by the day of the lead"), pieces.not_applied(PIPELINE, choice),
        ),
        html=picture(found, by, viewer.may_see_people),
        bars=Bars("win_rate", "low", "high"),
        alt=finding(found),
        table=[_row(one, by) for one in rows],
        exact=[_exact(one, by) for one in rows],
        legend=_legend(found, viewer),
        definition=f"{_(WIN_RATE.label)}: {_(WIN_RATE.formula)}. {_(SALES_CYCLE.label)}: {_(SALES_CYCLE.formula)}",
        notes_for=("win_rate", "sales_cycle"),
        window=choice.window,
        filters=choice.filters,
    )  # fmt: skip


def finding(found: Pipeline) -> str:
    """'25.5 % of 255 leads are won so far (20.5 to 31.2 %); 90 are open, half of them older than 81 days.'"""
    total = found.total
    assert total is not None
    rate, limits = pieces.share(total.win_rate, *(total.win_limits or (None, None)))
    first = n_(
        "{rate} of {count} lead is won so far ({limits})",
        "{rate} of {count} leads are won so far ({limits})",
        total.leads or 0, rate=rate, limits=limits,
    )  # fmt: skip
    return pieces.sentences(first, _open(total), _best(found))


def _open(total: Leads) -> str:
    if not total.open or total.open_median is None:
        return ""
    age = n_("{count} day", "{count} days", total.open_median)
    return n_(
        "{count} is open, {age} old",
        "{count} are open, half of them {age} old or older",
        total.open,
        age=age,
    )


def _best(found: Pipeline) -> str:
    """The group that surely wins most among leads of the same age, if there is one."""
    told = [one for one in found.groups if one.won_in_time_limits and not one.is_thin]
    if len(told) < 2:
        return ""
    best = max(told, key=lambda one: one.won_in_time or 0.0)
    worst = min(told, key=lambda one: one.won_in_time or 0.0)
    assert best.won_in_time_limits is not None
    assert worst.won_in_time_limits is not None
    said = {"best": _name(best), "worst": _name(worst), "days": SAME_AGE}
    if best.won_in_time_limits.low > worst.won_in_time_limits.high:
        return _("Within {days} days {best} win most often, {worst} least", **said)
    return _("Which group wins more often within {days} days cannot be told", **said)


def _name(one: Leads) -> str:
    return (
        words.option(words.named(next(iter(one.group.values()), None))) if one.group else _("All")
    )


def picture(found: Pipeline, by: str, opens: bool) -> str:
    head = [
        words.dimension_title(by), _("Leads"), "", _("Won"), _("Lost"), _("Open"), _("Win rate so far"),
        _("Won within {days} days", days=SAME_AGE), _("Days to a deal"), _("Age of open leads"),
    ]  # fmt: skip
    assert found.total is not None
    rows = [_html(one, by, opens) for one in (*found.groups, found.total)]
    return pieces.table([words.escaped(h) for h in head], rows, "mp-leads", _("Leads"))


def _html(one: Leads, by: str, opens: bool) -> str:
    css = "" if one.group else "mp-together"
    name = words.escaped(_name(one))
    if one.group:
        hint = _("Keep only this; with Alt, leave it out")
        name = pieces.button(pieces.spec(one.group[by]), name, "mp-name", hint)
    if one.leads is None:
        return f'<tr><th scope="row">{name}</th><td colspan="9">{words.escaped(_(one.reason or ""))}</td></tr>'
    value = one.group.get(by) or ""
    cells = [
        f"<b>{words.number(one.leads)}</b>",
        f'<div class="mp-lane" aria-hidden="true">{_bars(one)}</div>',
        *(
            _opens(count, outcome, by if one.group else "", value, opens)
            for outcome, count in (("won", one.won), ("lost", one.lost), ("open", one.open))
        ),
        _share(one.win_rate, one.win_limits),
        _share(one.won_in_time, one.won_in_time_limits),
        _cycle(one),
        _ages(one),
    ]
    wide = {1: ' class="mp-wide"'}
    drawn = "".join(f"<td{wide.get(n, '')}>{cell}</td>" for n, cell in enumerate(cells))
    return f'<tr class="{css}"><th scope="row">{name}</th>{drawn}</tr>'


def _bars(one: Leads) -> str:
    """Won, lost and open, side by side."""
    leads = one.leads or 1
    won, lost, waiting = (100 * (n or 0) / leads for n in (one.won, one.lost, one.open))
    drawn = pieces.bar(0, won, "mp-won") if won else ""
    drawn += pieces.bar(won, lost, "mp-lost") if lost else ""
    return drawn + (pieces.bar(won + lost, waiting, "mp-still") if waiting else "")


def _opens(count: int | None, outcome: str, by: str, value: str, opens: bool) -> str:
    if count is None:
        return "–"
    text = words.number(count)
    if not count or not opens:
        return text
    return pieces.button(
        f"leads:{pieces.spec(outcome, by, value)}", text, "mp-open", outcome_words(outcome)
    )


def _share(value: float | None, limits: tuple[float, float] | None) -> str:
    text, said = pieces.share(value, *(limits or (None, None)))
    return f"{text} <small>{words.escaped(said)}</small>" if said else text


def _cycle(one: Leads) -> str:
    if one.cycle is None or one.cycle.value is None:
        return "–"
    limits = words.limits(SALES_CYCLE, one.cycle.low, one.cycle.high)
    text = words.escaped(words.value(SALES_CYCLE, one.cycle.value))
    return f"{text} <small>{words.escaped(limits)}</small>" if limits else text


def _ages(one: Leads) -> str:
    if one.open_median is None or one.open_p90 is None:
        return "–"
    half = words.value(SALES_CYCLE, one.open_median)
    most = _("nine in ten: {wait}", wait=words.value(SALES_CYCLE, one.open_p90))
    return f"{words.escaped(half)} <small>{words.escaped(most)}</small>"


def _legend(found: Pipeline, viewer: Viewer) -> str:
    said = [
        _("Green: won; orange: lost; hatched: open"),
        _("won within {days} days: of leads watched that long, so that young and old groups compare", days=SAME_AGE),
    ]  # fmt: skip
    if viewer.may_see_people:
        said.append(_("click a number to see the people"))
    return pieces.joined(*said, _(found.unequal) if found.unequal else "")


def _row(one: Leads, by: str) -> dict[str, object]:
    rate, limits = pieces.share(one.win_rate, *(one.win_limits or (None, None)))
    in_time, in_limits = pieces.share(one.won_in_time, *(one.won_in_time_limits or (None, None)))
    return {
        words.dimension(by): _name(one),
        _("leads"): one.leads,
        _("won"): one.won,
        _("lost"): one.lost,
        _("open"): one.open,
        _("win rate so far"): rate,
        _("95 % interval"): limits,
        _("won within {days} days", days=SAME_AGE): in_time,
        _("95 % interval of that"): in_limits,
        _("days to a deal"): words.value(SALES_CYCLE, one.cycle.value) if one.cycle else "–",
        _("middle age of open leads"): one.open_median,
        _("note"): _(one.reason or "") if one.reason else _("thin") if one.is_thin else "",
    }


def _exact(one: Leads, by: str) -> dict[str, object]:
    low, high = one.win_limits or (None, None)
    return {
        by: one.group.get(by, "all"), "leads": one.leads, "won": one.won, "lost": one.lost, "open": one.open,
        "win_rate": one.win_rate, "low": low, "high": high, "old": one.old, "won_in_90": one.won_in_time,
        "cycle_days": one.cycle and one.cycle.value, "age_median": one.age_median,
        "open_age_median": one.open_median, "open_age_p90": one.open_p90,
    }  # fmt: skip
