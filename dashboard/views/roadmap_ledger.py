"""The promise ledger: what was promised by all that is done, and what came of it, open to each."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.metrics import reads
from dashboard.progress.ledger import Entry, ledger
from dashboard.progress.roadmap import Initiative, State, may_see
from dashboard.views import kept, panel, proof_words, words
from dashboard.views.board_cells import table


def draw(found: Sequence[Initiative], viewer: Viewer, on_click: Callable[[Any], None]) -> None:
    """A sentence, and a line for each."""
    done = [one for one in found if one.state is State.DONE and may_see(one, viewer)]
    if not done:
        st.info(_("No initiative is done yet."), icon=":material/fact_check:")
        return
    told, currency = ledger(done, viewer, kept.store()), reads.currency()
    panel.draw(
        panel.Panel(
            key="roadmap_ledger",
            finding=_(told.sentence),
            about=_("effects turned so that more is better; limits of 95 %"),
            html=html(told.entries, currency),
            table=[row(one, currency) for one in told.entries],
            exact=[exact(one) for one in told.entries],
            legend=" ".join(_(note) for note in told.notes),
        ),
        viewer,
        on_click=on_click,
    )


def html(entries: Sequence[Entry], currency: str) -> str:
    """The title of an initiative opens it."""
    head = [_("Initiative"), _("Did it work? Measured against the promise"), _("Why")]
    return table(_("Promise ledger"), head, [_row(one, currency) for one in entries])


def _row(one: Entry, currency: str) -> str:
    title = words.escaped(one.title)
    name = f'<button type="button" class="mp-who" data-click="{one.id}">{title}</button>'
    effect = words.escaped(proof_words.effect(one.proof, currency) or "–")
    why = words.escaped(_(one.proof.reason))
    return (
        f'<tr><th scope="row">{name}</th><td class="mp-words">{proof_words.pill(one.proof)}<br>{effect}</td>'
        f'<td class="mp-words">{why}</td></tr>'
    )


def row(one: Entry, currency: str) -> dict[str, Any]:
    return {
        _("initiative"): one.title,
        _("did it work?"): _(proof_words.look(one.proof).word),
        _("measured against the promise"): proof_words.effect(one.proof, currency),
        _("why"): _(one.proof.reason),
    }


def exact(one: Entry) -> dict[str, Any]:
    return {
        "id": one.id, "title": one.title, "verdict": one.verdict.value, "promised": one.promised,
        "effect": one.effect, "low": one.low, "high": one.high, "unit": one.proof.unit, "kind": one.kind,
        "method": str(one.proof.method or ""), "is_weaker": one.proof.is_weaker,
    }  # fmt: skip
