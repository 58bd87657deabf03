"""Two versions of a record: what its reader chose is kept as a new version, in the same ways as any other change."""

from datetime import date
from typing import Any

from dashboard.errors import BadUse
from dashboard.language import said
from dashboard.records import cases, groups, notes, saved_views
from dashboard.records.cases import NOT_YET, Answer
from dashboard.records.keep import Actor, Conflict, Facts
from dashboard.records.store import Store

CHOSEN = {
    "annotation": ("text", "starts_on", "ends_on", "metrics", "concerns"),
    "saved_view": ("name", "is_shared"),
    "people_group": ("name",),
    "survey_case": ("status", "owner", "note"),
}
"""What a reader chooses; everything else follows from it or never changes."""

WRITES = {
    "annotation": notes,
    "saved_view": saved_views,
    "people_group": groups,
    "survey_case": cases,
}


def differing(conflict: Conflict) -> list[str]:
    """The fields between which there is something to choose."""
    return [name for name in CHOSEN[conflict.kind] if name in conflict.differing]


def can_be_kept(conflict: Conflict) -> bool:
    """Whether mine can still be kept: the people of a group that was removed are gone with it."""
    return conflict.theirs is not None or conflict.kind != "people_group"


def settle(store: Store, by: Actor, conflict: Conflict, chosen: Facts) -> None:
    """Keep what was chosen, field by field; the others stay as they are. May end in a conflict once more."""
    there = conflict.theirs or conflict.mine or {}
    values = {n: chosen.get(n, there[n]) for n in CHOSEN[conflict.kind]}
    if conflict.theirs is None:
        _add(store, by, conflict, {**there, **values})
    else:
        _change(store, by, conflict, values)


def remove(store: Store, by: Actor, conflict: Conflict) -> None:
    """Remove it all the same, now that theirs was seen."""
    WRITES[conflict.kind].remove(store, by, conflict.id, conflict.version)


def _change(store: Store, by: Actor, conflict: Conflict, values: Facts) -> None:
    id, seen = conflict.id, conflict.version
    match conflict.kind:
        case "annotation":
            notes.change(store, by, id, seen, **_days(values))
        case "saved_view":
            saved_views.change(store, by, id, seen, **values)
        case "people_group":
            groups.rename(store, by, id, seen, values["name"])
        case _:
            cases.change(store, by, _answer(conflict.theirs or {}), seen, **values)


def _add(store: Store, by: Actor, conflict: Conflict, values: Facts) -> None:
    match conflict.kind:
        case "annotation":
            notes.add(store, by, **_days(values))
        case "saved_view":
            own = {n: values[n] for n in ("name", "page", "query", "is_shared")}
            saved_views.add(store, by, **own)
        case "survey_case":
            own = {n: values[n] for n in CHOSEN["survey_case"]}
            cases.change(store, by, _answer(values), NOT_YET, **own)
        case _:
            raise BadUse(said("The group was removed, and who was in it with it. Save it anew."))


def _days(values: Facts) -> dict[str, Any]:
    return {
        **values,
        **{name: date.fromisoformat(values[name]) for name in ("starts_on", "ends_on")},
    }


def _answer(values: Facts) -> Answer:
    day = date.fromisoformat(values["answered_on"])
    return Answer(values["person_id"], values["survey"], day)
