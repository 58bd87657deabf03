"""The readiness check: seven signs, what the numbers say of each, remedies for those that apply, the trend."""

from collections.abc import Sequence

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, n_, said
from dashboard.progress import readiness, readiness_evidence
from dashboard.progress.readiness import SIGNS, Answer, Applies, Evidence, Point, Sign
from dashboard.progress.today import today
from dashboard.records import decisions as records
from dashboard.records.keep import Actor
from dashboard.records.store import Store
from dashboard.records.tables import Readiness
from dashboard.views import frame, kept, who, words

ANSWERS = {
    Applies.YES: ("■", said("applies")), Applies.PARTLY: ("▲", said("applies in part")),
    Applies.NO: ("✓", said("does not apply")),
}  # fmt: skip
SHOWN = 6
"""So many checks stand side by side, the newest."""


def draw(viewer: Viewer) -> None:
    """The newest check with its remedies, how it was before, and the form for another."""
    found = _checks()
    if found:
        points = readiness.trend(found)
        _finding(points)
        _remedies(points[-1].answers)
        st.html(trend_html(points[-SHOWN:]))
    else:
        st.info(
            _(
                "Nobody has checked yet. Seven signs tell that a company is not ready for a customer strategy; some of "
                "them the warehouse answers by itself, and each that applies has a remedy."
            ),
            icon=":material/checklist:",
        )
    frame.section(_("Check again") if found else _("Check"))
    form(viewer, None)


def _checks() -> Sequence[Readiness]:
    nothing: Sequence[Readiness] = ()
    return kept.read(records.checks, nothing)


def form(viewer: Viewer, session_id: int | None) -> None:
    """One question a sign; what the numbers say is chosen already and may be answered otherwise."""
    empty: list[Evidence] = []
    evidence = kept.read(lambda store: readiness_evidence.evidence(viewer, store), empty)
    by_sign = readiness_evidence.of(evidence)
    of = f"ready_{session_id or 0}"
    with st.form(f"{of}_form", border=False):
        for sign, text in SIGNS.items():
            own = by_sign.get(sign)
            st.segmented_control(
                _(text.asked), [one.value for one in Applies], key=f"{of}_{sign.value}",
                default=own.applies.value if own and own.applies else None, format_func=_option,
            )  # fmt: skip
            if own and own.words:
                st.caption(_by_numbers(own))
        st.form_submit_button(
            _("Keep the check"), type="primary", on_click=_keep, args=(of, evidence, session_id)
        )


def _option(name: str) -> str:
    return {"yes": _("yes"), "partly": _("partly"), "no": _("no")}[name]


def _by_numbers(own: Evidence) -> str:
    if own.applies is None:
        return _("The data cannot answer this. {evidence}", evidence=_(own.words))
    answer = _(ANSWERS[own.applies][1])
    return _("By the data it {answer}: {evidence}", answer=answer, evidence=_(own.words))


def _keep(of: str, evidence: Sequence[Evidence], session_id: int | None) -> None:
    chosen = {sign.value: str(st.session_state.get(f"{of}_{sign.value}") or "") for sign in Sign}

    def kept_now(store: Store, by: Actor) -> None:
        answers = readiness.kept(chosen, evidence)
        records.add_check(store, by, on_day=today(), answers=answers, session_id=session_id)

    who.acts(kept_now, _("The check is kept."))


def _finding(points: Sequence[Point]) -> None:
    newest = points[-1]
    text = finding(newest)
    below = ""
    if len(points) > 1:
        changed = readiness.changes(points[-2], newest)
        better, worse = sum(is_better for _s, is_better in changed), sum(not b for _s, b in changed)
        below = _(
            "since {day}: {better} better, {worse} worse",
            day=words.day(points[-2].on_day), better=better, worse=worse,
        )  # fmt: skip
    st.html(
        f'<h3 class="mp-finding">{words.escaped(text)}<small>{words.escaped(below)}</small></h3>'
    )


def finding(point: Point) -> str:
    """'3 of 7 signs apply, one of them partly, on 1 Oct 2026.'"""
    full = sum(one.applies is Applies.YES for one in point.answers)
    partly = sum(one.applies is Applies.PARTLY for one in point.answers)
    return n_(
        "{count} of {n} signs applies, {partly} more in part (on {day})",
        "{count} of {n} signs apply, {partly} more in part (on {day})",
        full, n=point.n, partly=partly, day=words.day(point.on_day),
    )  # fmt: skip


def _remedies(answers: Sequence[Answer]) -> None:
    applying = [one for one in answers if one.applies in (Applies.YES, Applies.PARTLY)]
    if not applying:
        st.caption(
            _(
                "No sign applies: nothing stands in the way of a customer strategy for the whole company."
            )
        )
        return
    st.html("".join(remedy_html(one) for one in applying))


def remedy_html(one: Answer) -> str:
    """The sign, its remedy, and on what the answer rests."""
    text = SIGNS[one.sign]
    mark, word = ANSWERS[one.applies or Applies.NO]
    rests = _(one.evidence) if one.evidence and not one.is_by_people else ""
    if one.is_by_people:
        rests = _("answered by people")
        if one.said_by_numbers:
            rests = _(
                "answered by people; by the data it {answer}",
                answer=_(ANSWERS[one.said_by_numbers][1]),
            )
    return (
        f'<div class="mp-decided"><b>{mark} {words.escaped(_(text.statement))}</b> '
        f"<small>{words.escaped(_(word))}</small>"
        f"<p><b>{words.escaped(_(text.remedy))}.</b> "
        f"{words.escaped(_(text.how))}</p><small>{words.escaped(rests)}</small></div>"
    )


def trend_html(points: Sequence[Point]) -> str:
    """Signs as rows, checks as columns, oldest first."""
    head = "".join(
        f'<th scope="col">{words.escaped(words.day(point.on_day))}</th>' for point in points
    )
    rows = "".join(_row(n, sign, points) for n, sign in enumerate(Sign))
    return (
        f'<div class="mp-sheet" tabindex="0" role="region" aria-label="{words.escaped(_("Readiness over time"))}">'
        f'<table class="mp-signs"><thead><tr><th scope="col">{words.escaped(_("sign"))}</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(n: int, sign: Sign, points: Sequence[Point]) -> str:
    cells = "".join(f"<td>{_cell(point.answers[n].applies)}</td>" for point in points)
    return f'<tr><th scope="row">{words.escaped(_(SIGNS[sign].statement))}</th>{cells}</tr>'


def _cell(applies: Applies | None) -> str:
    if applies is None:
        return "–"
    mark, word = ANSWERS[applies]
    return f"{mark}<small>{words.escaped(_(word))}</small>"
