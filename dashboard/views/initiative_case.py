"""The business case of an initiative on one page: cost, benefit, payback, return, one what-if, and its sources."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.metrics import reads
from dashboard.progress.business_case import BusinessCase, Sums, WhatIf, business_case, due_by
from dashboard.progress.choose import MONTHS
from dashboard.progress.roadmap import Initiative
from dashboard.views import frame, kept, roadmap_words, words

EFFECTS = (100, 75, 50, 25)
COSTS = (100, 125, 150, 200)
DELAYS = (0, 3, 6, 12)
SHARE = 100


def draw(one: Initiative, viewer: Viewer) -> None:
    """What it costs and brings, as it is said and with something assumed otherwise."""
    frame.section(_("Business case"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        what_if = WhatIf(
            _choose(one, "effect", _("What if the effect is"), EFFECTS) / SHARE,
            _choose(one, "cost", _("the cost is"), COSTS) / SHARE,
            _later(one),
        )
    case = business_case(one, viewer, kept.store(), what_if=what_if)
    currency = reads.currency()
    st.html(f'<p class="mp-finding">{words.escaped(finding(case, currency))}</p>')
    if case.middle:
        st.dataframe(rows(case, currency), hide_index=True, alt=finding(case, currency))
    for line in meaning(case, currency):
        st.caption(line)
    told = [{_("assumed"): _(a.what), _("source"): _(a.source)} for a in case.assumptions]
    with st.expander(
        _("Every assumption with its source"), key=f"case_told_{one.id}", expanded=True
    ):
        st.table(told)


def _choose(one: Initiative, name: str, label: str, options: tuple[int, ...]) -> float:
    chosen = st.selectbox(
        label, options, key=f"case_{name}_{one.id}", width=170,
        format_func=lambda share: _("as said") if share == SHARE else _("{share} % of it", share=share),
    )  # fmt: skip
    return float(chosen)


def _later(one: Initiative) -> float:
    chosen = st.selectbox(
        _("and it comes later by"), DELAYS, key=f"case_later_{one.id}", width=170,
        format_func=lambda months: _("{months} months", months=months) if months else _("not at all"),
    )  # fmt: skip
    return float(chosen)


def finding(case: BusinessCase, currency: str) -> str:
    """'Over 3 years it would cost €30,000 and bring €12,000 to €80,000; it would have paid back after 14 months.'"""
    if case.middle is None or case.low is None or case.high is None:
        return _("There is no business case: {reason}", reason=_(case.reason))
    facts = {
        "years": case.months // MONTHS, "cost": roadmap_words.money(case.cost, currency),
        "low": roadmap_words.money(case.low.benefit, currency),
        "high": roadmap_words.money(case.high.benefit, currency),
    }  # fmt: skip
    payback = case.middle.payback
    if payback is None:
        return _(
            "Over {years} years it would cost {cost} and bring {low} to {high}; in the middle of that it would never "
            "pay back.",
            **facts,
        )
    if payback > case.months:
        return _(
            "Over {years} years it would cost {cost} and bring {low} to {high}; in the middle of that it would not "
            "have paid back by then.",
            **facts,
        )
    months = words.number(payback, 0 if payback >= MONTHS else 1)
    return _(
        "Over {years} years it would cost {cost} and bring {low} to {high}; in the middle of that it would have paid "
        "back after {months} months.",
        **facts, months=months,
    )  # fmt: skip


def meaning(case: BusinessCase, currency: str) -> list[str]:
    """What 'at least' and 'at most' are, and what is not in the sums."""
    found = case.benefit
    if found is None or case.middle is None:
        return []
    low, middle, high = (
        roadmap_words.money(x, currency) for x in (found.low, found.value, found.high)
    )
    return [
        _(
            "A year of it brings {middle} in the middle, {low} at least and {high} at most: the ends of the ranges in "
            "which the worth of the effect and what its owner expects lie. In all three the effect comes as it is "
            "assumed here.",
            middle=middle, low=low, high=high,
        ),
        _(
            "How sure its owner is that the effect comes is left out of these sums: only the ranking of ideas uses it."
        ),
    ]  # fmt: skip


def rows(case: BusinessCase, currency: str) -> list[dict[str, Any]]:
    """One column for each size of the benefit."""
    sizes = (
        (_("at least"), case.low),
        (_("in the middle"), case.middle),
        (_("at most"), case.high),
    )
    known = [(name, sums) for name, sums in sizes if sums]
    lines: list[tuple[str, Callable[[Sums], str]]] = [
        (_("Costs"), lambda sums: roadmap_words.money(case.cost, currency)),
        (_("Benefit"), lambda sums: roadmap_words.money(sums.benefit, currency)),
        (_("What is left"), lambda sums: roadmap_words.money(sums.net, currency)),
        (_("Return"), _gain),
        (_("Paid back after"), lambda sums: _payback(case, sums)),
    ]
    if case.initiative.start:
        lines.append((_("Paid back by"), lambda sums: _paid_by(case, sums)))
    return [{"": title, **{name: said(sums) for name, sums in known}} for title, said in lines]


def _gain(sums: Sums) -> str:
    if sums.gain is None:
        return "–"
    sign = words.MINUS if sums.gain < 0 else ""
    return f"{sign}{words.number(abs(SHARE * sums.gain))}{words.THIN}%"


def _payback(case: BusinessCase, sums: Sums) -> str:
    if sums.payback is None:
        return _("never")
    if sums.payback > case.months:
        return _("not within {years} years", years=case.months // MONTHS)
    return _("{months} months", months=words.number(sums.payback, 1))


def _paid_by(case: BusinessCase, sums: Sums) -> str:
    """The day, where it starts on one and pays back within the span."""
    day = due_by(replace(case, middle=sums))
    is_within = sums.payback is not None and sums.payback <= case.months
    return words.day(day) if day and is_within else "–"
