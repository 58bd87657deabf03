"""When a rule would have spoken in the past: told while it is being written."""

import json
from functools import lru_cache
from typing import Any

import streamlit as st

from dashboard.errors import MilepostError
from dashboard.language import _, n_
from dashboard.progress import alerts, conditions, subject
from dashboard.progress.alerts import PREVIEWED, Judged, Rule
from dashboard.records import store as records
from dashboard.records.store import Store
from dashboard.views import alert_words, words
from dashboard.warehouse import reader
from queries.calendar import Grain

NAMED = 6
"""So many periods are named, the newest."""


def draw(facts: dict[str, Any], store: Store) -> None:
    """One sentence, and what it cannot know."""
    try:
        found = _past(reader.version_path(), json.dumps(facts, sort_keys=True))
    except MilepostError as error:
        st.warning(_(error.args[0]), icon=":material/warning:")
        return
    about = subject.subject(facts["about"], store)
    st.info(sentence(found, about.grain, _facts(about)), icon=":material/history:")
    asked = {c.what for c in conditions.conditions(conditions.read(facts["conditions"]))}
    if asked & set(conditions.OF_GOALS):
        st.caption(
            _(
                "What the chance and the status were is not kept for every period, so conditions on these "
                "are not known here."
            )
        )  # fmt: skip


@lru_cache(maxsize=64)
def _past(version: str, facts: str) -> tuple[Judged, ...]:
    told = json.loads(facts)
    store = records.opened(reader.home())
    rule = Rule(
        0, "", subject.subject(told["about"], store), conditions.read(told["conditions"]),
        subject.viewer_of(told["sees"]), told["least_n"],
    )  # fmt: skip
    return tuple(alerts.past(rule, store))


reader.emptied_with_versions(_past.cache_clear)


def _facts(about: subject.Subject) -> dict[str, Any]:
    from dashboard.metrics import reads

    return {
        "metric": about.metric.name,
        "currency": reads.currency(),
        "defined": [f"{n}={v}" for n, v in about.defined],
    }


def sentence(found: tuple[Judged, ...], grain: Grain, facts: dict[str, Any]) -> str:
    """'In the last 24 complete periods it would have spoken 3 times: Sep 2026 (18.2 %), …'"""
    if not found:
        return _("There is no complete period yet that it could speak of.")
    spoken = [one for one in found if one.speaks and not one.known.is_missing]
    of = words.number(len(found))
    if not spoken:
        return _("In the last {of} complete periods it would not have spoken.", of=of) + _unknown(
            found
        )
    named = words.listed([_one(one, grain, facts) for one in reversed(spoken[-NAMED:])])
    told = n_(
        "In the last {of} complete periods it would have spoken {count} time: {periods}",
        "In the last {of} complete periods it would have spoken {count} times, newest first: {periods}",
        len(spoken), of=of, periods=named,
    )  # fmt: skip
    return told + (" …" if len(spoken) > NAMED else ".") + _unknown(found)


def _one(one: Judged, grain: Grain, facts: dict[str, Any]) -> str:
    period = words.start(one.value.period.start, grain)
    return _("{period} ({value})", period=period, value=alert_words.value(facts, one.value.value))


def _unknown(found: tuple[Judged, ...]) -> str:
    """How many periods could not be judged, as a sentence after the first."""
    unknown = sum(one.is_true is None and not one.known.is_missing for one in found)
    told = _missing(sum(one.known.is_missing for one in found))
    if not unknown:
        return told
    return f"{told} " + n_(
        "{count} period could not be judged.", "{count} periods could not be judged.", unknown
    )


def _missing(count: int) -> str:
    """So often it would have said only that data were missing."""
    if not count:
        return ""
    return " " + n_(
        "In {count} period it would have said that data were missing.",
        "In {count} periods it would have said that data were missing.", count,
    )  # fmt: skip


__all__ = ["PREVIEWED", "draw", "sentence"]
