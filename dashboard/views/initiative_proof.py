"""Did it work? Before the start, what could be shown; afterwards the verdict, chart, guardrails and method."""

from datetime import timedelta

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.metrics import reads
from dashboard.progress import series
from dashboard.progress.proof import Proof, changed_words, worked
from dashboard.progress.proof_plan import ProofPlan, plan
from dashboard.progress.roadmap import STARTED, Frozen, Initiative, State, may_see
from dashboard.progress.roadmap_check import SPOKEN
from dashboard.views import frame, kept, panel, proof_chart, proof_words, roadmap_words, words


def draw(one: Initiative, viewer: Viewer) -> None:
    """The section of one initiative's page."""
    if one.state is State.DROPPED:
        return
    if not may_see(one, viewer):
        frame.section(_("Did it work?"))
        st.info(_("It is about more regions than you may see, so none of its numbers is shown."))
        return
    if one.state in STARTED:
        frame.section(_("Did it work?"))
        _proof(one, worked(one, viewer, kept.store()), viewer)
    else:
        frame.section(_("What could be shown"))
        _plan(plan(one, viewer, kept.store()))


def _proof(one: Initiative, proof: Proof, viewer: Viewer) -> None:
    currency = reads.currency()
    st.html(f'<p class="mp-gwhy">{proof_words.pill(proof)} {words.escaped(_(proof.reason))}</p>')
    if proof.series and proof.trial:
        finding = proof_words.finding(proof, currency)
        lines = proof_chart.lines_of(proof, currency)
        panel.draw(
            panel.Panel(
                key=f"proof_{one.id}",
                finding=finding,
                about=_about(proof),
                figure=proof_chart.figure(lines),
                alt=proof_chart.alt(lines, finding),
                table=proof_chart.rows(lines),
                legend=_("The dotted line is the start."),
            ),
            viewer,
        )
    _told(one, proof, currency)


def _about(proof: Proof) -> str:
    """'Conversion · index, 100 before the start'."""
    assert proof.trial is not None
    name = _(proof.trial.metric.label)
    if proof.is_index:
        return _("{number} · an index, 100 on average before the start", number=name)
    return name


def _told(one: Initiative, proof: Proof, currency: str) -> None:
    """Guardrails, method, the past before it, and what was changed after the start."""
    lines = [proof_words.guardrail(guard, currency) for guard in proof.guardrails]
    if lines:
        drawn = "".join(f"<li>{words.escaped(line)}</li>" for line in lines)
        st.html(
            f'<p class="mp-quiet">{words.escaped(_("Must not get worse"))}</p><ul class="mp-points">{drawn}</ul>'
        )
    if one.frozen:
        st.html(f'<p class="mp-quiet">{words.escaped(frozen_line(one.frozen, currency))}</p>')
    changed = changed_words([SPOKEN.get(name, name) for name in one.changed_since_start])
    for text in changed:
        st.warning(_(text), icon=":material/edit_notifications:")
    how = [proof.method, proof.pre_period.reason if proof.pre_period else None, *proof.notes]
    told = [_(text) for text in how if text]
    if proof.is_weaker:
        told.append(_("Without a control this is weaker: whatever else began then is in it."))
    if told:
        with st.expander(_("How it is computed"), key=f"proof_how_{one.id}"):
            st.markdown("\n".join(f"- {text}" for text in told))


def frozen_line(frozen: Frozen, currency: str) -> str:
    """'Frozen on 1 Jan 2026: +6.0 points, Retention, from 1 Jan 2026 to 30 Sep 2026.'"""
    metric = series.metric_of(frozen.metric) if frozen.metric else None
    if frozen.effect is None or frozen.start is None or frozen.by is None:
        return _("Frozen on {day}.", day=frozen.on)
    return _(
        "Frozen on {day}: {effect}, {number}, from {first} to {last}.", day=frozen.on,
        effect=roadmap_words.as_set(frozen.effect, frozen.unit, metric, currency),
        number=_(metric.label) if metric else frozen.metric, first=frozen.start, last=frozen.by - timedelta(days=1),
    )  # fmt: skip


def _plan(found: ProofPlan) -> None:
    """The smallest effect that could be seen, the smallest p, regions that would do, a sentence each."""
    for text in plan_lines(found, reads.currency()):
        st.html(f'<p class="mp-where">{words.escaped(text)}</p>')


def plan_lines(found: ProofPlan, currency: str) -> list[str]:
    metric = found.trial.metric if found.trial else None

    def size(value: float) -> str:
        return roadmap_words.effect(value, found.unit, metric, currency).lstrip("+")

    lines = []
    if found.smallest_effect is not None:
        lines.append(
            _("The smallest effect that could be seen: {size}.", size=size(found.smallest_effect))
        )
    if found.smallest_p is not None:
        lines.append(
            _(
                "The smallest p that these regions can reach: {p}.",
                p=words.number(found.smallest_p, 3),
            )
        )
    if found.sizes:
        treated, held_out = map(words.number, found.sizes)
        lines.append(
            _(
                "{treated} people would be treated, {held_out} held out.",
                treated=treated,
                held_out=held_out,
            )
        )
    if found.suggestion:
        pilot, control = (
            words.listed(found.suggestion.pilot),
            words.listed(found.suggestion.control),
        )
        lines.append(
            _("Regions whose past went alike: {pilot} as the pilot, {control} as the control.",
              pilot=pilot, control=control)
        )  # fmt: skip
    return [*lines, *(_(reason) for reason in found.reasons)]
