"""The form in which a goal is set or changed; beside it, what past periods say of the number that is typed."""

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.metrics import reads
from dashboard.metrics.declare import Better, Metric, Unit
from dashboard.metrics.switches import SWITCHES, switches_of
from dashboard.progress import foresee, goals
from dashboard.progress.goal_check import LONGEST, SPOKEN, Mistake, mistakes, with_parents
from dashboard.progress.goal_draft import Draft, moved
from dashboard.progress.goal_time import GRAINS
from dashboard.progress.today import clock_day
from dashboard.records import goals as records
from dashboard.records.keep import LONGEST_NAME, Actor
from dashboard.records.store import Store
from dashboard.views import frame, goal_setting, goal_typed, kept, state, who, words
from dashboard.views.goal_typed import LEVEL, PERCENT, POINTS, TOTAL, Form
from dashboard.warehouse import reader
from queries.calendar import Grain

NEW, EDIT = "new", "edit"


def is_open() -> bool:
    """The address asks for a new goal, or for one to be changed."""
    return bool(state.one(NEW) or state.one(EDIT))


def draw(viewer: Viewer) -> None:
    """The whole page: form, and what is to be known while one types."""
    form = _form()
    if form is None:
        st.info(_("There is no such goal. It may have been removed."), icon=":material/flag:")
        st.button(_("All goals"), key="goal_form_back", on_click=leave)
        return
    goal_typed.begin(form, viewer, form.known.calendar)
    title = _("Change the goal") if form.before else _("Set a goal")
    frame.title(title, _("What a number is to be, of whom, and by when."))
    left, right = st.columns([5, 6], gap="large")
    with left:
        _fields(form, viewer)
    draft = goal_typed.draft(form, viewer, kept.store())
    with right:
        goal_setting.draw(form, draft, viewer)
    with left:
        _ending(form, draft, viewer)


def _form() -> Form | None:
    """The goal of the address with the version that its reader saw when the form was opened."""
    store = kept.store()
    known = goals.known(store, clock_day())
    if not state.one(EDIT):
        return Form("goal_new", known)
    id = state.number(EDIT)
    if id is None:
        return None
    opened = f"goal_{id}_opened"
    if opened not in st.session_state:
        row, before = records.goal(store, id), goals.draft(store, id)
        if row is None or before is None:
            return None
        st.session_state[opened] = (row.version, before)
    seen, before = st.session_state[opened]
    return Form(f"goal_{id}_{seen}", known, id, seen, before)


def leave() -> None:
    """Close the form and forget what was typed. For callbacks."""
    forget()
    state.tell(**{NEW: None, EDIT: None, "metric": None})


def forget() -> None:
    id = state.one(EDIT)
    for key in [str(key) for key in st.session_state]:
        if key.startswith(f"goal_{id}_" if id else "goal_new_"):
            del st.session_state[key]


def open_new(metric: str = "") -> None:
    """Begin a new goal. For callbacks."""
    state.tell(**{NEW: "1", EDIT: None, "goal": None, "metric": metric or None})
    forget()


def open_edit(id: int) -> None:
    """Change a goal. For callbacks."""
    state.tell(**{EDIT: str(id), NEW: None})
    forget()


def _fields(form: Form, viewer: Viewer) -> None:
    _what(form, viewer)
    _how_much(form)
    _when(form)
    _milestones(form)
    _who(form)


def _what(form: Form, viewer: Viewer) -> None:
    """Metric, part, filters and definition."""
    st.selectbox(
        _("Number"), _metrics(form), key=form.usual("metric", goal_typed.USUAL_METRIC),
        format_func=lambda name: _(form.known.metrics[name].label),
    )  # fmt: skip
    metric = form.metric
    st.caption(_(metric.meaning))
    if names := goal_typed.part_names(form):
        told = form.value("part")
        st.session_state[form.key("part")] = told if told in names else names[0]
        st.selectbox(
            _("Which part"), names, key=form.key("part"), format_func=_part_words,
            help=_("This number is never pooled over all its parts."),
        )  # fmt: skip
    found = goal_typed.filters(form, viewer)
    chosen = sum(bool(form.value(f"where_{name}")) for name in found)
    label = _("Only a part of it: {count} filters", count=chosen) if chosen else _("Of everybody")
    with st.expander(label, key=form.key("filters"), icon=":material/filter_alt:"):
        for name, values in found.items():
            st.multiselect(
                words.dimension_title(name), values, key=form.usual(f"where_{name}", []),
                format_func=lambda value, of=name: words.value_of(of, value),  # type: ignore[misc]
                placeholder=_("all"),
            )  # fmt: skip
        for switch in switches_of(metric):
            st.selectbox(
                _(switch.name).capitalize(), goal_typed.definitions(form, switch.name),
                key=form.usual(f"define_{switch.name}", switch.usual), format_func=_,
                help=_(SWITCHES[switch.name].meaning),
            )  # fmt: skip


def _metrics(form: Form) -> list[str]:
    """Those that have a better side; a goal's own even where it has none."""
    own = form.before.metric if form.before else ""
    return [n for n, m in form.known.metrics.items() if m.better is not Better.NEITHER or n == own]


def _part_words(name: str) -> str:
    told = {goal_typed.ONLINE: _("online"), goal_typed.OFFLINE: _("other channels")}
    return told.get(name, name)


def _how_much(form: Form) -> None:
    """How the goal is said, and its number; of a change, the base."""
    metric, ways = form.metric, goal_typed.ways(form.metric)
    if form.value("way") not in ways:
        st.session_state[form.key("way")] = LEVEL
    st.segmented_control(
        _("What it is to do"), ways, key=form.usual("way", LEVEL), format_func=_way_words, required=True,
        width="stretch",
    )  # fmt: skip
    way = form.value("way")
    st.number_input(
        _number_words(metric, way), key=form.usual("number", None), value=None, step=None,
        placeholder=_("A number"), format="%.10g",
    )  # fmt: skip
    if way in (PERCENT, POINTS):
        _base(form)


def _way_words(way: str) -> str:
    return {
        LEVEL: _("Reach a level"), PERCENT: _("Change by %"), POINTS: _("Change by an amount"),
        TOTAL: _("Add up to a total"),
    }[way]  # fmt: skip


def _number_words(metric: Metric, way: str) -> str:
    """'Target, in per cent', 'Change, in points'."""
    if way == PERCENT:
        return _("Change in %, with its sign")
    unit = _unit_words(metric, way == POINTS)
    if way == POINTS:
        return (
            _("Change, with its sign ({unit})", unit=unit) if unit else _("Change, with its sign")
        )
    label = _("Total") if way == TOTAL else _("Target")
    if metric.better is Better.LOWER and way == LEVEL:
        label = _("Target: at most")
    return _("{label} ({unit})", label=label, unit=unit) if unit else label


def _unit_words(metric: Metric, is_change: bool) -> str:
    if metric.unit is Unit.SECONDS:
        return _("minutes")
    if metric.unit is Unit.PERCENT and is_change:
        return _("points")
    return words.unit(metric, reads.currency())


def _base(form: Form) -> None:
    st.radio(
        _("Against"), ["year", "window"], key=form.usual("against", "year"), horizontal=True,
        format_func=lambda name: {
            "year": _("the same period a year before"), "window": _("a base of my own"),
        }[name],
    )  # fmt: skip
    if form.value("against") != "window":
        return
    usual = goal_typed.usual_base(form.known, form.known.calendar)
    with st.container(horizontal=True):
        _day(form, "base_first", _("Base from"), usual.start)
        _day(form, "base_last", _("Base until"), usual.end - timedelta(days=1))


def _when(form: Form) -> None:
    st.segmented_control(
        _("Measured by"), [g.value for g in Grain], key=form.usual("grain", Grain.MONTH.value),
        format_func=lambda name: _(GRAINS[Grain(name)]), required=True, width="stretch",
    )  # fmt: skip
    with st.container(horizontal=True):
        _day(form, "first", _("From"), form.known.today)
        _day(form, "last", _("Until (last day)"), form.known.today)


def _day(form: Form, name: str, label: str, usual: date) -> None:
    """A day; one that was emptied is the usual one again."""
    if form.value(name) is None:
        st.session_state[form.key(name)] = usual
    st.date_input(
        label, key=form.usual(name, usual), format="YYYY-MM-DD", min_value=date(1900, 1, 1),
        max_value=date(2200, 1, 1),
    )  # fmt: skip


def _milestones(form: Form) -> None:
    count = form.value("milestones", 0)
    label = _("Milestones ({count})", count=count) if count else _("Milestones")
    with st.expander(label, key=form.key("milestones_open"), icon=":material/flag:"):
        for n in range(count):
            with st.container(horizontal=True, vertical_alignment="bottom"):
                _day(form, f"on_{n}", _("On"), form.value("last") or form.known.today)
                st.number_input(
                    _number_words(form.metric, TOTAL if form.value("way") == TOTAL else LEVEL),
                    key=form.usual(f"level_{n}", None), value=None, format="%.10g",
                )  # fmt: skip
                st.text_input(_("Milestone"), key=form.usual(f"text_{n}", ""), max_chars=200)
                st.button(
                    _("Take out"), key=form.key(f"out_{n}"), icon=":material/close:", type="tertiary",
                    on_click=_take_out, args=(form, n),
                )  # fmt: skip
        st.button(
            _("Add a milestone"), key=form.key("add"), icon=":material/add:", type="tertiary",
            on_click=_add_milestone, args=(form,),
        )  # fmt: skip


def _add_milestone(form: Form) -> None:
    st.session_state[form.key("milestones")] = form.value("milestones", 0) + 1


def _take_out(form: Form, gone: int) -> None:
    """Those behind it move up."""
    count = form.value("milestones", 0)
    for n in range(gone, count):
        for name in ("on", "level", "text"):
            later = form.value(f"{name}_{n + 1}") if n + 1 < count else None
            st.session_state[form.key(f"{name}_{n}")] = (
                "" if name == "text" and not later else later
            )
    st.session_state[form.key("milestones")] = count - 1


def _who(form: Form) -> None:
    st.text_input(_("Name"), key=form.usual("name", ""), max_chars=LONGEST_NAME,
                  placeholder=_("Short: how lists and links call it"))  # fmt: skip
    with st.container(horizontal=True):
        st.text_input(_("Owner"), key=form.usual("owner", ""), max_chars=LONGEST_NAME)
        st.text_input(_("Department"), key=form.usual("department", ""), max_chars=LONGEST_NAME)
    st.text_area(_("Why"), key=form.usual("why", ""), max_chars=LONGEST, height=80)
    own = form.before.name if form.before else ""
    names = ["", *(name for name in form.known.parents if name != own)]
    if form.value("parent") not in names:
        st.session_state[form.key("parent")] = ""
    st.selectbox(
        _("Part of the goal"), names, key=form.usual("parent", ""),
        format_func=lambda name: _(name) if name else _("none: it stands by itself"),
    )  # fmt: skip
    st.checkbox(_("Pinned: first on the Scorecard"), key=form.usual("pinned", False))


def _ending(form: Form, draft: Draft, viewer: Viewer) -> None:
    """Why it moves, what is still wrong, and the buttons."""
    if form.before and (moves := moved(form.before, draft)):
        what = words.listed([_(text) for text in dict.fromkeys(SPOKEN[name] for name in moves)])
        st.text_area(
            _("Because of what is it moved? ({what})", what=what), key=form.usual("because", ""),
            max_chars=LONGEST, height=80,
        )  # fmt: skip
        _day(form, "decided", _("Decided on"), form.known.wall_day)
        draft = goal_typed.draft(form, viewer, kept.store())
    wrong = mistakes(draft, with_parents(form.known, [] if form.before else [draft]), form.before)
    _said(form, [mistake for mistake in wrong if not _is_untouched(form, mistake)])
    with st.container(horizontal=True):
        st.button(
            _("Keep the changes") if form.before else _("Set the goal"), type="primary",
            key=form.key("keep"), on_click=_keep, args=(form, viewer),
        )  # fmt: skip
        st.button(_("Leave it"), key=form.key("leave"), type="tertiary", on_click=leave)


def _is_untouched(form: Form, mistake: Mistake) -> bool:
    """What nobody has come to yet is not called wrong before it is kept."""
    empty = {"target": "number", "change_percent": "number", "name": "name", "because": "because"}
    field = empty.get(mistake.field)
    return bool(field) and form.value(field or "") in (None, "") and not form.value("tried")


def _said(form: Form, wrong: Sequence[Mistake]) -> None:
    for words_of in dict.fromkeys(mistake.words for mistake in wrong):
        st.warning(_(words_of), icon=":material/warning:")


def _keep(form: Form, viewer: Viewer) -> None:
    """What the form holds by now, in the reader's name; then the goal's own page. A callback."""
    draft = goal_typed.draft(form, viewer, kept.store())
    st.session_state[form.key("tried")] = True
    done = _("The goal is changed.") if form.before else _("The goal is set.")
    who.acts(lambda store, by: _kept(store, by, form, draft), done)


def _kept(store: Store, by: Actor, form: Form, draft: Draft) -> None:
    today = clock_day()
    if form.before:
        row = goals.change(store, by, form.id, form.seen, draft, today)
    else:
        row = goals.set_goal(store, by, draft, today)
    forget()
    state.tell(**{NEW: None, EDIT: None, "metric": None, "goal": str(row.id)})
    foresee.in_background(reader.home())
