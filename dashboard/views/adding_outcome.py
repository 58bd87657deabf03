"""What came of a load: progress while it runs, every row accounted for afterwards, and the way on."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.errors import MilepostError
from dashboard.intake import look, mapped, uploads, work
from dashboard.intake.uploads import Upload
from dashboard.intake.work import Work
from dashboard.language import _, n_
from dashboard.views import adding_trial, state
from dashboard.views import adding_words as words_of
from dashboard.views.adding_words import literal
from dashboard.views.export import csv_of


def progress(upload: Upload) -> None:
    """A bar that moves by itself until the work is over."""
    st.fragment(_progress, run_every=1)(upload)


def _progress(upload: Upload) -> None:
    done = work.told(upload)
    if done is None or done.state != work.RUNNING:
        st.rerun()
        return
    st.progress(min(max(done.share, 0.0), 1.0), text=literal(done.what) or _("beginning"))
    st.caption(_("It goes on if you close this page; come back to see what came of it."))


def standing(done: Work | None) -> str:
    """A word or two for the list of uploads."""
    if done is None:
        return _("not loaded yet")
    labels = {
        work.RUNNING: _("being loaded"),
        work.DONE: _("loaded"),
        work.FAILED: _("failed, nothing is half loaded"),
        work.BUSY: _("not loaded: another load was at work"),
        work.CUT_SHORT: _("cut short, nothing is half loaded"),
    }
    return labels[done.state]


def demo_trouble(done: Work) -> str:
    """Why there is no demo company."""
    return _(done.message) if done.message else _("The demo was cut short. Try again.")


def put_away(upload: Upload) -> None:
    """Remove the dropped files; not while they are being loaded."""
    done = work.told(upload)
    if done and done.state == work.RUNNING:
        st.info(_("It is being loaded; wait until that is done."))
        return
    uploads.remove(upload)
    state.tell(upload=None)
    st.rerun()


def draw(upload: Upload, done: Work) -> None:
    """What came of it, in words, counts and rows."""
    match done.state:
        case work.DONE:
            _results(upload, done)
        case work.BUSY:
            st.warning(_("Another load is at work on these data. Try again when it is done."))
            _again(upload)
        case work.CUT_SHORT:
            st.warning(
                _(
                    "The load was cut short, by a machine that stopped or a process that was ended. A file that "
                    "was not finished was undone, and nothing is half loaded: load it again. Rows that are there "
                    "already are known again."
                )
            )
            _again(upload)
        case _:
            st.error(literal(_(look.plain(upload, done.message))), icon=":material/error:")
            _again(upload)


def _again(upload: Upload) -> None:
    if st.button(_("Back to the file"), key=f"again-{upload.id}"):
        work.clear(upload)
        st.rerun()


def _results(upload: Upload, done: Work) -> None:
    for index, result in enumerate(done.results):
        _result(upload, result, index)
    is_loaded = any(result["state"] == "loaded" for result in done.results)
    if is_loaded and not done.is_published:
        st.info(_("Loaded, and not published yet: pages show the version before."))
        if st.button(_("Publish"), type="primary", key=f"publish-{upload.id}"):
            work.publish(upload)
            st.rerun()
    if done.is_published:
        st.success(_("Published: every page shows it now."), icon=":material/check:")
        st.html(f'<a class="mp-go" href="scorecard" target="_self">{_("Open the Scorecard")}</a>')
    if st.button(_("Add another file"), key=f"another-{upload.id}"):
        state.tell(upload=None)
        if is_loaded:
            uploads.remove(upload)
        st.rerun()


def _result(upload: Upload, result: Mapping[str, Any], index: int) -> None:
    name = result["file"]
    counts = result["counts"]
    match result["state"]:
        case "loaded":
            st.html(adding_trial.counted(loaded(name, counts), counts))
        case "already loaded":
            st.info(
                _(
                    "{file}: the very same file is loaded already; nothing was changed.",
                    file=literal(name),
                )
            )
            return
        case _:
            _refused(upload, result)
    _rows(result, f"{upload.id}-{index}")
    if counts["quarantined"] and result["state"] == "loaded":
        _quarantine(upload, f"{upload.id}-{index}")


def loaded(name: str, counts: Mapping[str, int]) -> str:
    """'orders.xlsx: all 120 rows are accounted for.'"""
    return n_(
        "{file}: {count} row read, every one accounted for",
        "{file}: {count} rows read, every one accounted for",
        counts["read"],
        file=name,
    )


def _refused(upload: Upload, result: Mapping[str, Any]) -> None:
    """The command line's words up to its remedy; the remedy of the page is a button."""
    message = result["message"].partition("\nMend the rows, or")[0]
    st.error(literal(_(look.plain(upload, message))), icon=":material/error:")
    if result["code"] != "too_many_bad":
        _again(upload)
        return
    counts = result["counts"]
    st.html(
        adding_trial.counted(_("Nothing of it is loaded. This is what became of its rows:"), counts)
    )
    back, good = st.columns(2)
    with back:
        _again(upload)
    if good.button(_("Load the good rows all the same"), key=f"good-{upload.id}"):
        asked = work.asked(upload)
        work.load(
            upload,
            [result["file"]],
            asked["mapping"],
            accepts_bad=True,
            publishes=asked["publishes"],
        )
        st.rerun()


def _rows(result: Mapping[str, Any], key: str) -> None:
    """Each count opens its rows."""
    rows = result["rows"]
    for became in adding_trial.PARTS:
        count = result["counts"][became]
        if not count:
            continue
        label = f"{words_of.outcome(became)}: {n_('{count} row', '{count} rows', count)}"
        opened = st.expander(label, key=f"rows-{key}-{became}", on_change="rerun")
        if opened.open:
            with opened:
                _opened(
                    became, result["parts"], [r for r in rows if r["became"] == became], count, key
                )


def _opened(
    became: str,
    parts: Sequence[Mapping[str, Any]],
    rows: list[dict[str, Any]],
    count: int,
    key: str,
) -> None:
    for part in parts:
        if part["became"] == became and part["why"]:
            st.caption(f"{literal(part['why'])}: {n_('{count} row', '{count} rows', part['rows'])}")
    table = [_row(row) for row in rows]
    st.dataframe(pd.DataFrame(table), hide_index=True, alt=words_of.outcome(became))
    if len(rows) < count:
        st.caption(_("The first rows of each reason."))
    st.download_button(
        _("Download as CSV"),
        csv_of(table, list(dict.fromkeys(name for row in table for name in row))),
        file_name=f"rows-{became}.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"csv-{key}-{became}",
    )


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    why = row["why"]
    if row["became"] == "quarantined":
        why = _(mapped.sentence(row["why"], row["column"], row["value"]))
    about = {_("line"): row["line"], **({_("why"): why} if why else {})}
    return {**about, **row["row"]}


def _quarantine(upload: Upload, key: str) -> None:
    """All rows that wait, in the form in which the command line takes them back mended."""
    st.caption(
        _(
            "Rows set aside wait in quarantine. Mend them in this file, then run `milepost quarantine retry FILE`."
        )
    )
    if not st.button(_("Make the file of all rows that wait"), key=f"quarantine-{key}"):
        return
    try:
        content = mapped.quarantine_file(upload)
    except MilepostError as error:
        st.error(literal(_(str(error))))
        return
    st.download_button(
        _("Download the rows to mend (CSV)"),
        content,
        file_name="quarantine.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"quarantine-csv-{key}",
    )
