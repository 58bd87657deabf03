"""What would come of the first rows, as the mapping stands: checked again at every change."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.errors import MilepostError
from dashboard.intake import mapped
from dashboard.intake.mapped import Outcome, Trial
from dashboard.intake.uploads import Upload
from dashboard.language import _, n_, number
from dashboard.views import adding_words as words_of
from dashboard.views import words
from dashboard.views.adding_words import literal

PARTS = ("accepted", "duplicate", "quarantined", "ignored", "blank")
MOST_REASONS = 6


def draw(upload: Upload, part: str, values: dict[str, Any]) -> Trial | None:
    """The counts and the reasons; None where the mapping or the file cannot be read so."""
    try:
        trial = mapped.trial(upload, part, values)
    except MilepostError as error:
        st.error(literal(_(str(error))), icon=":material/error:")
        return None
    st.html(counted(finding(trial), vars(trial.counts)))
    if trial.is_refused:
        st.warning(
            _(
                "More than one row in ten is bad: as it stands, the file would be refused. Look at the reasons, "
                "and correct the field they name."
            ),
            icon=":material/warning:",
        )
    for why in reasons(trial.rows, {p.why: p.rows for p in trial.parts})[:MOST_REASONS]:
        st.html(f'<p class="mp-reason">{why}</p>')
    return trial


def finding(trial: Trial) -> str:
    counts = trial.counts
    if trial.is_whole:
        return n_(
            "{accepted} of {count} row would be loaded",
            "{accepted} of {count} rows would be loaded",
            counts.read,
            accepted=number(counts.accepted),
        )
    return n_(
        "{accepted} of the first {count} row would be loaded",
        "{accepted} of the first {count} rows would be loaded",
        counts.read,
        accepted=number(counts.accepted),
    )


def counted(sentence: str, counts: dict[str, int]) -> str:
    """A sentence, and the counts that add up under it."""
    cells = "".join(
        f"<div><b>{number(counts[name])}</b>{'= ' if index == 1 else '+ ' if index else ''}"
        f"{words.escaped(words_of.outcome(name))}</div>"
        for index, name in enumerate(("read", *PARTS))
    )
    return f'<p class="mp-finding">{words.escaped(sentence)}</p><div class="mp-sum mp-few">{cells}</div>'


def reasons(rows: tuple[Outcome, ...], counts: dict[str, int]) -> list[str]:
    """Each reason with how many rows it has and the first of them, as HTML; the most frequent first."""
    found: dict[str, Outcome] = {}
    for row in rows:
        if row.became == "quarantined":
            found.setdefault(row.why, row)
    ordered = sorted(found.values(), key=lambda row: -counts.get(row.why, 0))
    return [
        f"<b>{words.escaped(n_('{count} row', '{count} rows', counts.get(row.why, 0)))}</b> · "
        + words.escaped(_("line {line}: {reason}", line=row.line, reason=_(sentence(row))))
        for row in ordered
    ]


def sentence(row: Outcome) -> str:
    return mapped.sentence(row.why, row.column, row.value)


def rows(trial: Trial | None) -> None:
    """The first events as they would be kept, to be compared with the file."""
    if trial is None or not trial.made:
        return
    table = pd.DataFrame(trial.made)
    kept = [name for name in table.columns if name != "event_id" and table[name].notna().any()]
    named = {name: words_of.field(name) for name in kept}
    named |= {"event": _("Kind of event"), "line": _("Line"), "currency": _("Currency")}
    named["identified"] = _("Is known")
    if "event" in kept:
        table["event"] = [words_of.event(kind) for kind in table["event"]]
    with st.expander(_("The first rows, as Milepost reads them (times in UTC)"), expanded=True):
        st.dataframe(
            table[kept].rename(columns=named),
            hide_index=True,
            height=220,
            alt=_("The first events that would be kept"),
        )
