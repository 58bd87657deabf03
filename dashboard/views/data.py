"""The panels of the Data page."""

from collections.abc import Iterable, Sequence

import pandas as pd
import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.metrics import reads
from dashboard.views import frame, ledger, plotly_words, taken, timeline, words
from dashboard.views.ledger import Record, Row
from queries import history


def summary(record: Record) -> None:
    """One sentence, then the counts that add up."""
    mark = "✓" if record.adds_up else "✕"
    taken.sentences(ledger.finding(record), [_sum(record)])
    cells = "".join(
        f"<div><b>{words.number(record.totals[name])}</b>"
        f"{'= ' if name == 'accepted' else '+ ' if n > 1 else ''}{_(ledger.COUNT_WORDS[name])}</div>"
        for n, name in enumerate(ledger.COUNTS)
    )
    st.html(
        f'<p class="mp-finding">{mark} {words.escaped(ledger.finding(record))}</p>'
        f'<div class="mp-sum">{cells}</div>'
    )


def _sum(record: Record) -> str:
    """'read 12 = accepted 10 + quarantined 2 …', in words."""
    told = [
        f"{_(ledger.COUNT_WORDS[name])} {words.number(record.totals[name])}"
        for name in ledger.COUNTS
    ]
    return " · ".join(told)


def freshness(record: Record) -> None:
    """How far each feed reaches, where it fell silent."""
    frame.section(_("How fresh"))
    if not record.feeds:
        st.caption(_("No feed has given an event yet."))
        return
    st.html(f'<p class="mp-quiet">{words.escaped(timeline.alt(record.feeds, record.holes))}</p>')
    st.plotly_chart(
        timeline.figure(record.feeds, record.holes),
        key="freshness",
        config=plotly_words.config({"displayModeBar": False}),
        alt=timeline.alt(record.feeds, record.holes),
    )
    with st.expander(_("Show as a table"), key="table_freshness"):
        _table(map(ledger.feed_row, record.feeds), _("Feeds and how far they reach"))
        if record.holes:
            _table(map(ledger.hole_row, record.holes), _("Spans in which data are missing"))


def files(record: Record) -> None:
    """The ledger."""
    frame.section(_("Files"))
    _table(map(ledger.file_row, record.files), _("The ledger: one row per file"))


def quarantine(record: Record, viewer: Viewer) -> None:
    """Rows that wait, by reason; the rows themselves for those who may see people everywhere."""
    frame.section(_("Quarantine"))
    if not record.reasons:
        st.caption(_("Nothing waits. Rows that cannot be read would be here, with what is wrong."))
        return
    _table(map(ledger.reason_row, record.reasons), _("Rows in quarantine, by reason"))
    st.caption(_("Mend them with `milepost quarantine export`, then `milepost quarantine retry`."))
    if viewer.may_see_people and viewer.may_see_ids and viewer.regions is None:
        rows = st.expander(_("Show the rows"), key="quarantined", on_change="rerun")
        if rows.open:
            with rows:
                shown = ("path", "line", "column", "reason", "message", "row_json")
                found = reads.rows(viewer, history.quarantined_rows)
                _table(
                    ({name: row[name] for name in shown} for row in found), _("Quarantined rows")
                )


def audits(record: Record) -> None:
    """What must be so in the data, and whether it is."""
    frame.section(_("Audits"))
    st.html(f'<p class="mp-quiet">{words.escaped(ledger.audit_words(record.audits))}</p>')
    with st.expander(_("Show the audits"), key="table_audits"):
        _table(map(ledger.audit_row, record.audits), _("Audits: sentences that must hold"))


def people(record: Record) -> None:
    """How well visits and customers are joined."""
    frame.section(_("Who is who"))
    st.html(f'<p class="mp-quiet">{words.escaped(ledger.joined_words(record.identity))}</p>')


def versions(record: Record) -> None:
    """What has been published, and how to go back."""
    frame.section(_("Versions"))
    _table(map(ledger.version_row, record.versions), _("Published versions, newest first"))
    st.caption(
        _("Each load publishes a new version. `milepost rollback` goes back to the one before.")
    )


def _table(rows: Iterable[Row], alt: str) -> None:
    found: Sequence[Row] = list(rows)
    taken.rows(alt, found)
    st.dataframe(pd.DataFrame(found), hide_index=True, alt=alt)
