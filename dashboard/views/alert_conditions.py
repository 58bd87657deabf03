"""The part of the alert form in which conditions are put together: groups of conditions, all of them or any."""

from typing import Any

import streamlit as st

from dashboard.language import _
from dashboard.metrics.declare import Metric, Unit
from dashboard.progress import conditions
from dashboard.progress.conditions import Condition, Tree
from dashboard.views import alert_words

FIRST: dict[str, Any] = {"what": "value", "is": "below", "than": 0.0}
"""What a condition begins with that is added."""
Draft = dict[str, Any]
"""`is_all`, and `groups`, each with its own `is_all` and `rows`; each row has a number that keys its widgets."""


def begun(is_goal: bool) -> Draft:
    """What a new alert begins with: a goal that slips, or a change that is none of chance."""
    usual = (
        {"what": conditions.STATUS, "is": "one_of", "than": ["at_risk", "off_track"]}
        if is_goal
        else {"what": conditions.SIGNAL, "is": conditions.ANY}
    )
    return _numbered(True, [(True, [usual])])


def draft(tree: Tree) -> Draft | None:
    """The tree as groups of rows; None where it is nested deeper than the form can show."""
    if all(isinstance(part, Condition) for part in tree.parts):
        return _numbered(True, [(tree.is_all, [conditions.written(p) for p in tree.parts])])
    groups = []
    for part in tree.parts:
        inner = part if isinstance(part, Tree) else Tree(True, (part,))
        if not all(isinstance(leaf, Condition) for leaf in inner.parts):
            return None
        groups.append((inner.is_all, [conditions.written(leaf) for leaf in inner.parts]))
    return _numbered(tree.is_all, groups)


def _numbered(is_all: bool, groups: list[tuple[bool, list[dict[str, Any]]]]) -> Draft:
    made: Draft = {"is_all": is_all, "groups": [], "next": 0}
    for of_group, rows in groups:
        _add_group(made, of_group, rows)
    return made


def _add_group(of: Draft, is_all: bool, rows: list[dict[str, Any]]) -> None:
    of["groups"].append({"is_all": is_all, "rows": [], "id": of["next"]})
    of["next"] += 1
    for row in rows:
        _add_row(of, len(of["groups"]) - 1, row)


def _add_row(of: Draft, group: int, row: dict[str, Any]) -> None:
    of["groups"][group]["rows"].append({**row, "id": of["next"]})
    of["next"] += 1


def _drop_row(of: Draft, id: int) -> None:
    for group in of["groups"]:
        group["rows"] = [row for row in group["rows"] if row["id"] != id]
    of["groups"] = [group for group in of["groups"] if group["rows"]]


def edit(of: Draft, key: str, metric: Metric, is_goal: bool, currency: str) -> dict[str, Any]:
    """Draw the groups; the tree that they say, as the records keep it."""
    groups, count = [], sum(len(group["rows"]) for group in of["groups"])
    is_all = True
    if len(of["groups"]) > 1:
        is_all = _joined(of["is_all"], f"{key}_join", _("Of these groups"))
    for number, group in enumerate(of["groups"]):
        with st.container(border=len(of["groups"]) > 1, gap="small"):
            groups.append(_group(of, number, group, key, metric, is_goal, currency, count > 1))
    st.button(
        _("Or a group of its own") if not of["groups"] or not is_all else _("Add a group"),
        key=f"{key}_add_group", type="tertiary", icon=":material/library_add:",
        on_click=_add_group, args=(of, True, [FIRST]),
    )  # fmt: skip
    return groups[0] if len(groups) == 1 else {"all" if is_all else "any": groups}


def _group(
    of: Draft, number: int, group: Draft, key: str, metric: Metric, is_goal: bool, currency: str,
    can_go: bool,
) -> dict[str, Any]:  # fmt: skip
    is_all = group["is_all"]
    if len(group["rows"]) > 1:
        is_all = _joined(is_all, f"{key}_join_{group['id']}", _("Of these conditions"))
    rows = [
        _row(of, row, f"{key}_{row['id']}", metric, is_goal, currency, can_go)
        for row in group["rows"]
    ]
    st.button(
        _("Add a condition"), key=f"{key}_add_{group['id']}", type="tertiary", icon=":material/add:",
        on_click=_add_row, args=(of, number, FIRST),
    )  # fmt: skip
    return {"all" if is_all else "any": rows}


def _joined(is_all: bool, key: str, label: str) -> bool:
    options = ["all", "any"]
    said = {"all": _("all must hold"), "any": _("one is enough")}
    chosen = st.radio(
        label, options, options.index("all" if is_all else "any"), key=key, horizontal=True,
        format_func=lambda name: said[name],
    )  # fmt: skip
    return chosen == "all"


def _row(
    of: Draft, row: Draft, key: str, metric: Metric, is_goal: bool, currency: str, can_go: bool
) -> dict[str, Any]:
    """One condition: what, how, than what."""
    kinds = [what for what in conditions.IS if is_goal or what not in conditions.OF_GOALS]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        what = st.selectbox(
            _("When"), kinds, kinds.index(row["what"]) if row["what"] in kinds else 0,
            key=f"{key}_what", format_func=_what, width=150,
        )  # fmt: skip
        same = row if row["what"] == what else {}
        facts = _status(same, key) if what == "status" else _other(what, same, key, metric, currency)  # fmt: skip
        if can_go:
            st.button(
                "", key=f"{key}_drop", type="tertiary", icon=":material/close:",
                help=_("Take this condition out"), on_click=_drop_row, args=(of, row["id"]),
            )  # fmt: skip
    return {"what": what, **facts}


def _what(name: str) -> str:
    return {
        "value": _("the value"), "change": _("the change"), "signal": _("the signal"),
        "chance": _("the chance"), "status": _("the status"),
    }[name]  # fmt: skip


def _status(row: Draft, key: str) -> dict[str, Any]:
    chosen = st.multiselect(
        _("is one of"), conditions.STATUSES, list(row.get("than") or ["off_track"]), key=f"{key}_among",
        format_func=alert_words.status, width=320,
    )  # fmt: skip
    return {"is": "one_of", "than": chosen}


def _other(what: str, row: Draft, key: str, metric: Metric, currency: str) -> dict[str, Any]:
    ways = list(conditions.IS[what])
    how = st.selectbox(
        _("is"), ways, ways.index(row["is"]) if row.get("is") in ways else 0, key=f"{key}_how_{what}",
        format_func=_how, width=190,
    )  # fmt: skip
    if what == conditions.SIGNAL:
        return {"is": how}
    facts: dict[str, Any] = {"is": how}
    measured = _measured(row, key, metric, currency) if what == conditions.CHANGE else ""
    facts["than"] = st.number_input(
        _unit(what, measured, metric, currency), value=float(row.get("than") or 0.0),
        min_value=None if what == conditions.VALUE else 0.0,
        max_value=100.0 if what == conditions.CHANCE else None, step=1.0, format="%g",
        key=f"{key}_than_{what}", width=130,
    )  # fmt: skip
    if what == conditions.CHANGE:
        facts |= {"in": measured, "against": _against(row, key)}
    return facts


def _measured(row: Draft, key: str, metric: Metric, currency: str) -> str:
    options = [conditions.PERCENT, conditions.ABSOLUTE]
    said = {"percent": _("per cent"), "absolute": _unit("value", "", metric, currency)}
    return st.selectbox(
        _("measured in"), options, options.index(row.get("in", conditions.PERCENT)),
        key=f"{key}_measured", format_func=lambda name: said[name], width=130,
    )  # fmt: skip


def _against(row: Draft, key: str) -> str:
    options = [conditions.PREVIOUS, conditions.YEAR]
    said = {"previous": _("the period before"), "year": _("a year before")}
    return st.selectbox(
        _("compared with"), options, options.index(row.get("against", conditions.PREVIOUS)),
        key=f"{key}_against", format_func=lambda name: said[name], width=170,
    )  # fmt: skip


def _how(name: str) -> str:
    return {
        "below": _("below"), "above": _("above"), "at_most": _("at most"), "at_least": _("at least"),
        "rises": _("up by at least"), "falls": _("down by at least"), "moves": _("up or down by at least"),
        "better": _("better"), "worse": _("worse"), "any": _("better or worse"),
        "missing": _("data missing"),
    }[name]  # fmt: skip


def _unit(what: str, measured: str, metric: Metric, currency: str) -> str:
    """What the number is in."""
    if what == conditions.CHANCE or measured == conditions.PERCENT:
        return _("per cent")
    if measured == conditions.ABSOLUTE and metric.unit is Unit.PERCENT:
        return _("points")
    return {
        Unit.PERCENT: _("per cent"), Unit.POINTS: _("points"), Unit.MONEY: currency or _("money"),
        Unit.SECONDS: _("seconds"), Unit.DAYS: _("days"), Unit.COUNT: _("number"), Unit.RATIO: _("number"),
    }[metric.unit]  # fmt: skip
