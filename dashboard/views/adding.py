"""Add a file: drop it, look at it, correct how it is read, load it, publish it. The same code as the command line."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.access import Viewer
from dashboard.errors import BadData, MilepostError, Refused
from dashboard.intake import form, look, mapped, uploads, work
from dashboard.intake.look import Look
from dashboard.intake.uploads import Upload
from dashboard.language import _, n_
from dashboard.paths import PAGES
from dashboard.views import adding_form, adding_outcome, adding_rules, adding_trial, state
from dashboard.views.adding_form import Form
from dashboard.views.adding_words import literal
from dashboard.warehouse import reader

PARAMETER = "upload"
DRAFT = ""
"""Stands for a draft where the name of a mapping could be."""


def draw(viewer: Viewer) -> None:
    """The whole way of a file, as far as it has come."""
    if not viewer.may_add_data:
        st.caption(
            _(
                "You may look at numbers, but adding files is for those who may see people of every region."
            )
        )
        return
    upload = uploads.opened(reader.home(), state.one(PARAMETER))
    if upload is None:
        _drop()
        _waiting()
        return
    _title(upload)
    done = work.told(upload)
    if done is None:
        _describe(upload)
    elif done.state == work.RUNNING:
        adding_outcome.progress(upload)
    else:
        adding_outcome.draw(upload, done)


def _drop() -> None:
    drops = st.session_state.setdefault("drops", 0)
    files = st.file_uploader(
        _(
            "CSV, Excel (.xlsx), Parquet or JSON lines, also compressed; at most {most} MB, Excel {workbook} MB",
            most=uploads.LARGEST_MB,
            workbook=uploads.LARGEST_WORKBOOK_MB,
        ),
        type=list(uploads.ENDINGS),
        accept_multiple_files=True,
        key=f"drop-{drops}",
    )
    if not files:
        return
    try:
        kept = uploads.keep(reader.home(), ((file.name, file.getvalue()) for file in files))
    except MilepostError as error:
        st.error(literal(_(str(error))), icon=":material/error:")
        return
    st.session_state["drops"] = (
        drops + 1
    )  # a new uploader: the old one would keep the bytes in memory
    _open(kept)


def _open(upload: Upload) -> None:
    """On the Data page, which stays when the first version is published; the address leads back to it."""
    st.switch_page(str(PAGES / "data.py"), query_params={**state.shared(), PARAMETER: upload.id})


def _waiting() -> None:
    """Files that were dropped and not finished, in this browser or another."""
    for upload in uploads.waiting(reader.home()):
        names, on, away = st.columns([4, 1, 1], vertical_alignment="center")
        names.markdown(
            f"{literal(', '.join(upload.names))} · {adding_outcome.standing(work.told(upload))}"
        )
        if on.button(_("Go on"), key=f"on-{upload.id}"):
            _open(upload)
        if away.button(_("Put away"), key=f"away-{upload.id}"):
            adding_outcome.put_away(upload)


def _title(upload: Upload) -> None:
    names, away = st.columns([5, 1], vertical_alignment="center")
    names.markdown(f"#### {literal(', '.join(upload.names))}")
    if away.button(_("Put away"), key="put-away", help=_("What was loaded of it stays loaded.")):
        adding_outcome.put_away(upload)


def _describe(upload: Upload) -> None:
    """Which table, what it looks like, how it is read, what would come of it, and the button that loads."""
    part = _part(upload)
    if part is None:
        return
    try:
        shown = look.look(upload, part)
    except MilepostError as error:
        st.error(literal(_(look.plain(upload, str(error)))), icon=":material/error:")
        return
    _preview(shown)
    chosen = _mapping(upload, shown)
    if chosen is None:
        return
    fields, check = st.columns([3, 2], gap="large")
    with fields:
        values = _form(upload, shown, chosen)
    with check, st.container(key="mp-check"):
        trial = adding_trial.draw(upload, part, values)
    adding_trial.rows(trial)
    _load(upload, shown, {**chosen, "values": values}, trial)


def _part(upload: Upload) -> str | None:
    """The table that is meant, where the files hold several."""
    found = look.parts(upload)
    for trouble in filter(None, found.values()):
        st.error(literal(_(trouble)), icon=":material/error:")
    sound = [name for name, trouble in found.items() if not trouble]
    if not sound:
        return None
    before = upload.said().get("part")
    part = sound[0]
    if len(sound) > 1:
        part = st.selectbox(
            n_("There is {count} table: look at", "There are {count} tables: look at", len(sound)),
            sound,
            sound.index(before) if before in sound else 0,
            key=f"part-{upload.id}",
        )
    if part != before:
        upload.say(part=part)
    return part


def _preview(shown: Look) -> None:
    rows = n_("{count} row", "{count} rows", shown.count)
    facts = [
        rows if shown.is_whole else _("more than {rows}", rows=rows),
        n_("{count} column", "{count} columns", len(shown.columns)),
        _separator(shown),
        _("headings in row {row}", row=shown.header_row),
    ]
    if shown.encoding:
        facts.append(_("written in {encoding}", encoding=shown.encoding))
    if shown.unread:
        facts.append(
            n_("{count} row could not be read", "{count} rows could not be read", shown.unread)
        )
    st.caption(" · ".join(filter(None, facts)))
    table = pd.DataFrame(shown.rows, columns=_unique(shown.headers))
    with st.expander(_("The first rows, as they stand in the file"), expanded=True):
        st.dataframe(
            table, hide_index=True, height=220, alt=_("The first rows of the file, as text")
        )


def _separator(shown: Look) -> str:
    names = {",": _("commas"), ";": _("semicolons"), "\t": _("tabs"), "|": _("bars")}
    if shown.delimiter:
        return _("parted by {marks}", marks=names.get(shown.delimiter, shown.delimiter))
    return _("sheet {sheet}", sheet=shown.sheet) if shown.sheet else ""


def _unique(headers: tuple[str, ...]) -> list[str]:
    """A table on a page needs names that stand once."""
    names: list[str] = []
    for index, header in enumerate(headers, 1):
        name = header or str(index)
        names.append(name if name not in names else f"{name} ({index})")
    return names


def _mapping(upload: Upload, shown: Look) -> dict[str, Any] | None:
    """How the table is to be read: by a mapping that fits, or by a draft; None where neither can be made."""
    kept = upload.said().get(f"read:{shown.part}")
    known = look.fitting(upload, shown)
    about = {mapping.name: mapping for mapping in known}
    options = [*about, DRAFT]
    before = kept["origin"] if kept and kept["origin"] in options else options[0]
    origin = before
    if known:
        origin = st.selectbox(
            _("Read it by"),
            options,
            options.index(before),
            format_func=lambda name: name or _("a draft made from what the file shows"),
            key=f"origin-{upload.id}-{shown.part}",
        )
    if origin in about:
        st.success(_("This looks like what the mapping '{name}' reads.", name=origin))
        if about[origin].about:
            st.caption(literal(about[origin].about))
    if kept and kept["origin"] == origin:
        return dict(kept)
    try:
        fresh = _fresh(upload, shown, origin)
    except BadData as error:
        st.error(literal(_(look.plain(upload, str(error)))), icon=":material/error:")
        return None
    fresh["revision"] = kept["revision"] + 1 if kept else 0
    upload.say(**{f"read:{shown.part}": fresh})
    return fresh


def _fresh(upload: Upload, shown: Look, origin: str) -> dict[str, Any]:
    if origin:
        values = look.values(upload, origin)
        return {"origin": origin, "values": values, "drafted": values, "doubts": {}, "trouble": ""}
    draft = look.draft(upload, shown.part)
    said = {"doubts": draft.doubts, "trouble": draft.trouble}
    return {"origin": DRAFT, "values": draft.values, "drafted": draft.values, **said}


def _form(upload: Upload, shown: Look, chosen: dict[str, Any]) -> form.Values:
    """The mapping as it stands after this run; kept with the files, so that it is there after a reload."""
    if chosen["trouble"]:
        st.warning(literal(_(chosen["trouble"])), icon=":material/warning:")
    before = chosen["values"]
    whole, names = form.declared(before, shown.headers)
    doubts = form.open_doubts(chosen["drafted"], chosen["doubts"], before)
    key = f"{upload.id}-{shown.part}-{chosen['revision']}"
    known = Form(shown, names, doubts, chosen["drafted"], look.CURRENCIES, key)
    is_open = chosen["origin"] == DRAFT or before != chosen["drafted"]
    with st.expander(_("How it is read"), expanded=is_open):
        after = adding_form.draw(whole, known)
        after, is_other = adding_rules.draw(after, known)
    after = before if after == whole else form.without_unused(after, before)
    if after != before:
        fresh = {**chosen, "values": after, "revision": chosen["revision"] + is_other}
        upload.say(**{f"read:{shown.part}": fresh})
    if is_other:
        st.rerun()
    return after


def _load(upload: Upload, shown: Look, chosen: dict[str, Any], trial: Any) -> None:
    """The last decisions, and the button."""
    is_known = bool(chosen["origin"]) and chosen["values"] == chosen["drafted"]
    name = chosen["origin"] if is_known else _name(upload, chosen)
    is_taken = not is_known and mapped.is_other(upload.home, chosen["values"], name)
    replaces = is_taken and st.checkbox(
        _("Replace the mapping '{name}' that is there already", name=name),
        key=f"replaces-{upload.id}",
    )
    alike = _alike(upload, shown)
    publishes = st.checkbox(
        _("Publish when it is loaded"), value=True, key=f"publishes-{upload.id}"
    )
    accepts_bad = trial is not None and trial.is_refused and st.checkbox(
        _("Load the good rows even though more than one in ten is bad"), key=f"bad-{upload.id}"
    )  # fmt: skip
    load, yaml = st.columns([2, 1])
    yaml.download_button(
        _("Download the mapping (YAML)"),
        mapped.yaml_of({**chosen["values"], "name": name or chosen["values"]["name"]}),
        file_name=f"{name or 'mapping'}.yaml",
        mime="text/yaml",
        on_click="ignore",
    )
    with st.expander(_("See the mapping (YAML)")):
        st.code(mapped.yaml_of(chosen["values"]), language="yaml")
    label = (
        n_("Load {count} file", "Load {count} files", len(alike)) if len(alike) > 1 else _("Load")
    )
    if not load.button(label, type="primary", disabled=trial is None, key=f"load-{upload.id}"):
        return
    try:
        if not is_known:
            mapped.save(upload.home, chosen["values"], name, replaces=replaces)
        work.load(upload, alike, name, accepts_bad=accepts_bad, publishes=publishes)
    except MilepostError as error:
        st.error(literal(_(str(error))), icon=":material/error:")
        return
    st.rerun()


def _name(upload: Upload, chosen: dict[str, Any]) -> str:
    suggested = chosen["values"]["name"]
    if look.is_shipped(suggested):
        suggested = f"{suggested}_own"
    name: str = st.text_input(
        _("Keep the mapping under the name"),
        suggested,
        key=f"name-{upload.id}-{chosen['origin']}",
        help=_(
            "The next file of this kind is recognised, and `milepost load FILE --mapping NAME` reads it too."
        ),
    ).strip()
    return name


def _alike(upload: Upload, shown: Look) -> list[str]:
    """The tables with the same columns, to be loaded in one go."""
    alike = [shown.part]
    for part, trouble in look.parts(upload).items():
        try:
            if (
                part != shown.part
                and not trouble
                and look.look(upload, part).headers == shown.headers
            ):
                alike.append(part)
        except (BadData, Refused):
            continue
    if len(alike) == 1:
        return alike
    chosen = st.multiselect(
        _("Tables with these columns, loaded together"), alike, alike, key=f"alike-{upload.id}"
    )
    return chosen or [shown.part]
