"""Every version of an initiative: what changed, who did it, when, and because of what."""

from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import Any

import streamlit as st

from dashboard.language import _
from dashboard.progress.roadmap import Initiative
from dashboard.progress.roadmap_versions import Difference, Version, versions
from dashboard.views import fields, frame, kept, tables, words

FIELDS = {"goal": "goal_id"}
"""What the records call a field that is known here by another name."""


def draw(one: Initiative) -> None:
    """Newest first."""
    frame.section(_("Versions"))
    nothing: Sequence[Version] = ()
    found = kept.read(lambda store: versions(store, one.id), nothing)
    rows = [row(version) for version in reversed(found)]
    st.html(tables.told(rows, _("Every version of the initiative, newest first")))


def row(version: Version) -> dict[str, Any]:
    one = version.initiative
    return {
        _("version"): one.version,
        _("since"): words.day(version.since),
        _("changed"): changed(version.differences)
        or (_("written down") if one.version == 1 else ""),
        _("because"): one.because,
        _("who"): version.who,
        _("identity"): _("verified") if version.is_verified else _("not verified"),
        _("written down (UTC)"): words.instant(version.at),
    }


def changed(differences: Sequence[Difference]) -> str:
    """'Quarter: 2026-Q3 → 2026-Q4; Owner: Ann → Bo'."""
    return "; ".join(_line(one) for one in differences if one.field != "position")


def _line(one: Difference) -> str:
    return _(
        "{field}: {before} → {after}", field=fields.field(FIELDS.get(one.field, one.field)),
        before=_value(one.field, one.before), after=_value(one.field, one.after),
    )  # fmt: skip


def _value(name: str, value: Any) -> str:
    if name == "goal":
        return words.sentence(_(value)) if value else "–"
    return fields.value(name, _kept(value))


def _kept(value: Any) -> Any:
    """As the records keep it: days as text, rows as plain rows."""
    if isinstance(value, tuple):
        return [_kept(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _kept(told) for name, told in asdict(value).items()}
    return value.isoformat() if isinstance(value, date) else value
