"""How good the group's estimates were, over time; and one's own, by a private code."""

import streamlit as st

from dashboard.access import Viewer
from dashboard.insight.agreement import Skill
from dashboard.insight.hindsight import Row
from dashboard.language import _, n_
from dashboard.progress import calibration, private_codes
from dashboard.progress.calibration import NEEDED, Group, Own
from dashboard.views import frame, kept, words, workshop_figures

CODE = "workshop_code"


def draw(viewer: Viewer) -> None:
    none: Group | None = None
    found = kept.read(lambda store: calibration.group(calibration.judged(store)), none)
    if found is None:
        st.info(
            _(
                "No estimate has come out yet. In a workshop the group says blind how likely it "
                "is that a goal is met or "
                "an initiative moves its number; once that is known, it is held against what was said."
            ),
            icon=":material/casino:",
        )
    else:
        _group(found)
    _own_part()


def _group(found: Group) -> None:
    st.html(
        f"<h3 "
        f'class="mp-finding">{words.escaped(skill_words(found.votes))}<small>{words.escaped(group_words(found))}</small></h3>'
    )
    _picture(found.rows, "group")
    frame.section(_("From workshop to workshop"))
    st.dataframe(
        [
            {
                _("workshop"): _(one.session.title), _("day"): words.day(one.session.planned_on),
                _("votes that came out"): one.skill.n, _("said, on average"): percent(one.skill.told),
                _("came true"): percent(one.skill.came),
                _("error (Brier)"): words.number(one.skill.brier, 3),
                _("error of always saying the share"): words.number(one.skill.blind, 3),
            }
            for one in found.sessions
        ],
        key="calibration_sessions", hide_index=True,
    )  # fmt: skip


def _picture(rows: list[Row], key: str) -> None:
    st.plotly_chart(
        workshop_figures.calibration_figure(rows), key=f"calibration_{key}", config={"displayModeBar": False},
        alt=_("What was said and what came true, by the word for the chance"),
    )  # fmt: skip


def percent(share: float) -> str:
    return f"{words.number(100 * share)}{words.THIN}%"


def skill_words(found: Skill) -> str:
    """'The estimates were too high: 72 % on average, and 40 % came true (20 votes)'."""
    told = {"told": percent(found.told), "came": percent(found.came)}
    if found.is_too_high:
        return n_(
            "Too hopeful: {told} was said on average, and {came} came true ({count} vote)",
            "Too hopeful: {told} was said on average, and {came} came true ({count} votes)",
            found.n, **told,
        )  # fmt: skip
    if found.is_too_low:
        return n_(
            "Too shy: {told} was said on average, and {came} came true ({count} vote)",
            "Too shy: {told} was said on average, and {came} came true ({count} votes)",
            found.n, **told,
        )  # fmt: skip
    return n_(
        "As far as so few can tell, about right: {told} was said on average, and {came} came true ({count} vote)",
        "About right on average: {told} was said, and {came} came true ({count} votes)",
        found.n, **told,
    )  # fmt: skip


def group_words(found: Group) -> str:
    """How much better the group is than one who knows only the share, and the group than its members."""
    told = {
        "votes": words.number(found.votes.brier, 3), "blind": words.number(found.votes.blind, 3),
        "medians": words.number(found.medians.brier, 3),
    }  # fmt: skip
    return n_(
        "Mean squared error {votes} of single votes, {medians} of the group's median over "
        "{count} question; always saying "
        "the share that came true would have {blind}.",
        "Mean squared error {votes} of single votes, {medians} of the group's median over "
        "{count} questions; always saying "
        "the share that came true would have {blind}.",
        found.medians.n, **told,
    )  # fmt: skip


def _own_part() -> None:
    frame.section(_("My own estimates"))
    st.caption(
        _(
            "Only who has the private code under which a phone voted sees this. Nothing here says whose it is, and the "
            "code is not kept: only what is worked out from it."
        )
    )
    typed = st.text_input(
        _("My private code"), key=CODE, type="password", width=260, max_chars=20, autocomplete="off"
    )
    if not typed:
        return
    code = private_codes.tidy(typed)
    if not code:
        st.error(_("This is no code. A code looks like K7QM-2XRP-9DFA."), icon=":material/error:")
        return
    empty = Own(0, None, [])
    found = kept.read(lambda store: calibration.own(store, code), empty)
    if found.skill is None:
        st.info(own_words(found))
        return
    st.html(f'<h3 class="mp-finding">{words.escaped(skill_words(found.skill))}</h3>')
    _picture(found.rows, "own")


def own_words(found: Own) -> str:
    """How many votes are still needed."""
    if not found.n:
        return _("No vote under this code has come out yet; {needed} are needed.", needed=NEEDED)
    return n_(
        "{count} vote under this code has come out; {needed} are needed before it says anything but luck.",
        "{count} votes under this code have come out; {needed} are needed before they say anything but luck.",
        found.n, needed=NEEDED,
    )  # fmt: skip
