"""What the Explore page looks at: one metric over a window and the one it is compared with, read once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.access import Viewer
from dashboard.insight.compare import Change
from dashboard.language import _, said
from dashboard.metrics import drivers, evaluate, reads
from dashboard.metrics.catalogue import metric_named
from dashboard.metrics.declare import Metric
from dashboard.metrics.drivers import Why
from dashboard.metrics.evaluate import Value
from dashboard.views import changes, controls, parts, state, words
from dashboard.views.choice import Choice
from dashboard.views.time_pill import grain_words
from queries.slice import Slice, Window

USUAL = "conversion"
TIMES = {
    "last-1-months": said("Last month"),
    "last-1-quarters": said("Last quarter"),
    "last-1-years": said("Last year"),
    "last-12-months": said("Last 12 months"),
    "last-52-weeks": said("Last 52 weeks"),
}
"""Windows one click away; the time pill has all of them."""


@dataclass(frozen=True)
class Look:
    """One metric, under the filters that it takes, as one window and the one before it."""

    metric: Metric
    viewer: Viewer
    choice: Choice
    part: str
    """The survey or channels, of a metric that is never pooled."""
    slice: Slice
    now: Value
    then: Value | None
    currency: str

    @property
    def before(self) -> Window | None:
        return compared(self.choice)

    @property
    def change(self) -> Change | None:
        return evaluate.change(self.now, self.then) if self.then else None

    @property
    def label(self) -> str:
        label = _(self.metric.label)
        return f"{label} ({self.part})" if self.part else label

    @property
    def days(self) -> str:
        return words.days(self.slice.window)

    @property
    def days_before(self) -> str:
        return words.days(self.before) if self.before else ""


def metric() -> Metric:
    """The metric that the address names."""
    return metric_named(state.one("metric", USUAL))


def look(asked: Metric, viewer: Viewer, choice: Choice, part: str | None = None) -> Look:
    """The metric's value in both windows."""
    names = parts.parts(asked, viewer, _slice(asked, choice))
    chosen = part if part in names else next(iter(names))
    slice = names[chosen]
    before = compared(choice)
    then = _one(asked, viewer, slice.with_window(before)) if before else None
    now = _one(asked, viewer, slice)
    return Look(asked, viewer, choice, chosen, slice, now, then, reads.currency())


def compared(choice: Choice) -> Window | None:
    """The window that it is compared with; none where both share days, for then a change is one of neither."""
    before, window = choice.compared, choice.window
    shares = before is not None and before.end > window.start and window.end > before.start
    return None if shares else before


def _one(asked: Metric, viewer: Viewer, slice: Slice) -> Value:
    """The value of a window; where no survey or channel occurs in it, that there is none."""
    found = whole(asked, viewer, slice)
    if found:
        return found[0]
    nothing = said("{nothing} in this window", nothing=said(asked.nothing))
    return Value(asked, slice.periods[0], {}, None, is_complete=False, reason=nothing)


def part(asked: Metric, viewer: Viewer, choice: Choice) -> str | None:
    """The survey or channels that the address names; a control where there are several."""
    names = list(parts.parts(asked, viewer, _slice(asked, choice)))
    return controls.part(asked, names) if names != [""] else None


def _slice(asked: Metric, choice: Choice) -> Slice:
    slice = choice.slice(asked, reads.about().settings.calendar)
    return replace(slice, grain=None)


def whole(asked: Metric, viewer: Viewer, slice: Slice) -> Sequence[Value]:
    """One value for each group over the window, as pages keep them."""
    return reads.whole(asked.name, viewer, slice)


def why(of: Look) -> Why | None:
    """Where it changed; None where it is compared with nothing."""
    if of.before is None or of.then is None:
        return None
    if of.now.value is None:
        return Why(of.metric, of.then, of.now, None, (), of.now.reason)
    return drivers.why(of.metric, of.viewer, of.slice, of.before, whole=whole)


def subtitle(choice: Choice) -> str:
    """Both windows and the filters."""
    days = words.days(choice.window)
    if before := compared(choice):
        days = _("{days} against {before}", days=days, before=words.days(before))
    return " · ".join(filter(None, (days, choice.filters)))


def finding(of: Look) -> str:
    """The sentence above the trend: what it is, and what changed."""
    if of.now.value is None:
        return _("{label} has no value: {reason}", label=of.label, reason=_(of.now.reason or ""))
    value = words.value(of.metric, of.now.value, of.currency)
    change = of.change
    if change is None:
        return _("{label}: {value}", label=of.label, value=value)
    size = words.difference(of.metric.unit, change.difference, of.currency)
    told = {"label": of.label, "value": value, "size": size, "before": of.days_before}
    if change.verdict == "up":
        return _("{label} rose by {size} to {value}, against {before}", **told)
    if change.verdict == "down":
        return _("{label} fell by {size} to {value}, against {before}", **told)
    told["size"] = words.sign(size, change.difference) + size
    if change.low is None:
        return _("{label}: {value}; {size} against {before}, which is not judged", **told)
    return _("{label}: {value}; {size} against {before} cannot be told from noise", **told)


def about(of: Look) -> str:
    """Unit, steps, days and n of the whole window."""
    said = [
        words.unit(of.metric, of.currency),
        grain_words(of.choice.grain),
        of.days,
        words.counted(of.metric, of.now.n),
    ]
    return " · ".join(text for text in said if text)


def why_not_judged(of: Look) -> str:
    """Why a change is shown without a verdict; nothing where it has one, or there is none."""
    change = of.change
    if of.choice.compared and of.before is None:
        before = words.days(of.choice.compared)
        return _("Not compared: {days} and {before} share days.", days=of.days, before=before)
    if change is None or change.low is not None or of.then is None:
        return ""
    for value, days in ((of.now, of.days), (of.then, of.days_before)):
        missing = "; ".join(changes.missing(value))
        if not value.is_complete and value.reason:
            return _("Not judged: {days} is {reason}.", days=days, reason=_(value.reason))
        if missing:
            return _("Not judged: in {days}, {missing}.", days=days, missing=missing)
        if value.starts_history:
            return _("Not judged: in the first year of orders everybody looks new.")
    return _("Not judged: values of different ages are not compared.")


def signed(asked: Metric, number: float, currency: str) -> str:
    """'−2.1 points'."""
    size = words.difference(asked.unit, number, currency)
    return words.sign(size, number) + size


def brief(asked: Metric, change: Change, currency: str) -> str:
    """'▼ 3.1 points', '≈ +0.2 points'."""
    size = words.difference(asked.unit, change.difference, currency)
    if change.verdict == "can't tell":
        return f"≈ {words.sign(size, change.difference)}{size}"
    return f"{'▲' if change.verdict == 'up' else '▼'} {size}"


def name_of(value: str | None) -> str:
    """A value of a dimension in words."""
    return words.option(state.written([value or ""])[0])
