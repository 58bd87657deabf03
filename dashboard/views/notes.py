"""Notes on charts: what happened on a day, by whom it was said, on every chart of its scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.progress.today import today
from dashboard.records import notes as noted
from dashboard.records.notes import LONGEST
from dashboard.records.tables import Annotation, Where
from dashboard.views import edited, fields, kept, state, who, words
from queries.slice import Window


@dataclass(frozen=True)
class Mark:
    """One note as a chart shows it."""

    day: date
    text: str
    author: str
    last: date | None = None
    """The last day of a note on a span."""
    about: str = ""
    """The filters that it concerns, in words."""
    id: int = 0

    @property
    def days(self) -> str:
        if self.last and self.last > self.day:
            return words.days(Window(self.day, self.last + timedelta(days=1)))
        return words.day(self.day)

    @property
    def words(self) -> str:
        if self.about:
            return _("{days}: {text} ({about}; {author})", days=self.days, text=self.text,
                     about=self.about, author=self.author)  # fmt: skip
        return _("{days}: {text} ({author})", days=self.days, text=self.text, author=self.author)


def marks(names: Sequence[str], window: Window | None) -> tuple[Mark, ...]:
    """The notes on these metrics that lie in the window and concern what is shown, oldest first."""
    return tuple(_mark(note) for note in _found(names, window))


def _found(names: Sequence[str], window: Window | None) -> list[Annotation]:
    first, last = (window.start, window.end - timedelta(days=1)) if window else (None, None)
    found = noted.within(kept.notes(), names, first, last)
    return [note for note in found if is_about(note.concerns, chosen())]


def _mark(note: Annotation) -> Mark:
    about = fields.about(note.concerns) if note.concerns else ""
    return Mark(note.starts_on, note.text, note.created_by, note.ends_on, about, note.id)


def chosen() -> Where:
    """The filters of the address that keep something."""
    return {name: state.read(values) for name in state.DIMENSIONS if (values := state.many(name))}


def is_about(concerns: Where, shown: Where) -> bool:
    """Whether a note about some values belongs to what is shown: a note on the North not to a page of the South."""
    return all(
        name not in shown or set(values) & set(shown[name]) for name, values in concerns.items()
    )


def form(key: str, names: Sequence[str], window: Window | None, viewer: Viewer) -> None:
    """Below a chart: what is noted there, to change or remove, and a form for another note."""
    opened = st.expander(
        _("Add a note"), icon=":material/add_comment:", type="compact", key=f"notes_{key}",
        on_change="rerun",
    )  # fmt: skip
    if not opened.open:
        return
    with opened:
        listed(_found(names, window), key)
        _written(key, names, window, edited.record(key, Annotation))


def listed(found: Sequence[Annotation], key: str) -> None:
    """Each note in a line, with what changes and what removes it."""
    for note in found:
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.html(f'<p class="mp-quiet">{words.escaped(_mark(note).words)}</p>', width="stretch")
            st.button(
                _("Edit"), key=f"note_edit_{key}_{note.id}", type="tertiary", icon=":material/edit:",
                on_click=edited.begin, args=(key, note),
            )  # fmt: skip
            st.button(
                _("Remove"), key=f"note_remove_{key}_{note.id}", type="tertiary",
                icon=":material/delete:", on_click=_remove, args=(key, note),
            )  # fmt: skip


def edit_form(key: str) -> None:
    """The form of the note that is being changed, if any."""
    if note := edited.record(key, Annotation):
        _written(key, note.metrics, None, note)


def _written(
    key: str, names: Sequence[str], window: Window | None, note: Annotation | None
) -> None:
    """The form: the note that is changed, or an empty one on the window's last day."""
    usual = window.end - timedelta(days=1) if window else today()
    of = f"{key}_{note.id}_{note.version}" if note else key
    with st.form(f"note_form_{of}", border=False, clear_on_submit=note is None):
        st.text_area(_("What happened?"), note.text if note else "", key=f"note_text_{of}",
                     max_chars=LONGEST, height=80)  # fmt: skip
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.date_input(_("First day"), note.starts_on if note else usual, key=f"note_first_{of}",
                          format="YYYY-MM-DD", width=150)  # fmt: skip
            st.date_input(_("Last day, if several"), _last(note), key=f"note_last_{of}",
                          format="YYYY-MM-DD", width=170)  # fmt: skip
            _scope(of, names, note)
            _concerns(of, note)
            st.form_submit_button(
                _("Keep the changes") if note else _("Keep the note"), type="primary",
                on_click=_keep, args=(key, of, tuple(names), note),
            )  # fmt: skip
    if note:
        st.button(_("Leave it as it was"), key=f"note_leave_{of}", type="tertiary",
                  on_click=edited.end, args=(key, Annotation))  # fmt: skip


def _last(note: Annotation | None) -> date | None:
    return note.ends_on if note and note.ends_on > note.starts_on else None


def _scope(of: str, names: Sequence[str], note: Annotation | None) -> None:
    """These charts, or all."""
    these = list(note.metrics if note and note.metrics else names)
    options = [THESE, ALL] if these else [ALL]
    usual = options.index(ALL) if note and not note.metrics else 0
    st.selectbox(
        _("Shown on"), options, usual, key=f"note_scope_{of}", width=230,
        format_func=lambda option: fields.scope(these if option == THESE else []),
    )  # fmt: skip


def _concerns(of: str, note: Annotation | None) -> None:
    """Only what is chosen now, or everything; a note keeps what it was about unless it is let go."""
    if about := (note.concerns if note else chosen()):
        st.checkbox(
            _("Only about {filters}", filters=fields.about(about)), value=note is not None,
            key=f"note_about_{of}",
        )  # fmt: skip


THESE, ALL = "these", "all"


def _keep(key: str, of: str, names: tuple[str, ...], note: Annotation | None) -> None:
    told = {
        name: st.session_state.get(f"note_{name}_{of}")
        for name in ("text", "first", "last", "scope", "about")
    }
    metrics = (
        list(note.metrics if note and note.metrics else names) if told["scope"] == THESE else []
    )
    concerns = (dict(note.concerns) if note else chosen()) if told["about"] else {}
    first: date = told["first"] or today()
    last: date = told["last"] or first
    text = str(told["text"] or "")
    if note is None:
        who.acts(
            lambda store, by: noted.add(store, by, text, first, last, metrics, concerns),
            _("The note is kept."),
        )
        return
    edited.end(key, Annotation)
    who.acts(
        lambda store, by: noted.change(
            store, by, note.id, note.version, text=text, starts_on=first, ends_on=last,
            metrics=metrics, concerns=concerns,
        ),
        _("The note is changed."),
    )  # fmt: skip


def _remove(key: str, note: Annotation) -> None:
    edited.end(key, Annotation)
    who.acts(
        lambda store, by: noted.remove(store, by, note.id, note.version), _("The note is removed.")
    )
