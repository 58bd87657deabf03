"""Pages in Russian hold no English but what the data themselves say, and names that the trade writes so."""

import json
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Select, select
from streamlit.testing.v1 import AppTest

from dashboard.access import EVERYONE
from dashboard.language import LANGUAGES
from dashboard.metrics import reads
from dashboard.metrics.coverage import EVER
from dashboard.records.store import opened as opened_store
from dashboard.records.tables import Base
from dashboard.views.frame import SECTIONS, UNLISTED, is_there
from dashboard.warehouse import reader
from queries.marts import answer
from queries.slice import Slice
from tests.pages.conftest import clickable_html

PAGES = [page[0] for pages in (*SECTIONS.values(), UNLISTED) for page in pages if is_there(page)]
LOOKS = {"retention": ["cohorts", "time", "silence", "growth"], "voice": ["topics", "queue"]}
"""Other views of a page, each with words of its own."""
TRADE = """
    NPS CSAT LTV CAC ROAS RFM SQL CSV Excel JSON Parquet xlsx UTC EUR Alt Escape cookie quick ratio
    BG NBD Gamma CI Milepost Waymark Europe Berlin English milepost rollback after delivery relationship
    demo ads crm identities rates shop support surveys tracking business_hours order_id
    resolution_target_seconds quarantine export retry cron
"""
"""Names of units, files, commands and settings, and what the demo calls its feeds and surveys."""


@pytest.mark.parametrize(
    ("page", "look"), [(page, look) for page in PAGES for look in ["", *LOOKS.get(page, [])]]
)
def test_a_page_in_russian_holds_no_english(opened, demo, page, look) -> None:
    app = opened(demo, page, lang="ru", **({"look": look} if look else {}))
    assert not app.exception
    known = {word.lower() for word in _words([TRADE, *_data()])}
    found = {word for word in _words(_visible(app)) if word.lower() not in known}
    assert found == set()


def test_both_languages_are_offered_and_the_choice_stands_in_the_address(opened, demo) -> None:
    app = opened(demo, "definitions")
    assert "Definitions" in clickable_or_html(app)
    app = opened(demo, "definitions", lang="ru")
    assert "Определения" in clickable_or_html(app)
    assert list(LANGUAGES) == ["en", "ru"]


def clickable_or_html(app: AppTest) -> str:
    return "\n".join([*(e.proto.body for e in app.get("html")), *clickable_html(app)])


def _data() -> Iterator[str]:
    """Values of dimensions and what people wrote, in surveys and in the records: the data's own words."""
    for values in reads.choices(EVERYONE).values():
        yield from values
    yield from (row["comment"] for row in reader.read(EVERYONE, _comments, EVER))
    with opened_store(reader.home()).reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)):
                for value in row:
                    yield from _texts(value)


def _texts(value: object) -> Iterator[str]:
    """A text, or those of a list or a block."""
    match value:
        case str():
            yield value
        case list():
            yield from (text for one in value for text in _texts(one))
        case dict():
            yield from (text for one in value.values() for text in _texts(one))


def _comments(slice: Slice) -> Select:
    return select(answer.c.comment).where(answer.c.comment.is_not(None))


def _visible(app: AppTest) -> Iterator[str]:
    """What can be read or heard: text, titles, alternatives, labels, options, and figures."""
    yield from (
        _heard(body) for body in [*(e.proto.body for e in app.get("html")), *clickable_html(app)]
    )
    for kind in ("caption", "markdown", "info", "warning", "error", "success", "title", "header"):
        yield from (element.value for element in app.get(kind))
    for kind in (
        "button",
        "selectbox",
        "multiselect",
        "text_input",
        "toggle",
        "checkbox",
        "expander",
        "tab",
    ):
        yield from (element.label for element in app.get(kind))
    for kind in ("selectbox", "multiselect"):
        yield from (option for element in app.get(kind) for option in element.options)
    for chart in app.get("plotly_chart"):
        yield from _written(json.loads(chart.proto.spec))
    for frame in app.dataframe:
        yield from map(str, frame.value.columns)


def _heard(body: str) -> str:
    """HTML as its text with the attributes that are shown or read aloud; code is as it is."""
    body = re.sub(r"(?s)<(style|code|svg).*?</\1>", " ", body)
    spoken = re.findall(r'(?:title|alt|aria-label|placeholder)="([^"]*)"', body)
    return " ".join([re.sub(r"<[^>]*>", " ", body), *spoken])


WRITTEN = {
    "text",
    "name",
    "ticktext",
    "customdata",
    "hovertemplate",
    "ticksuffix",
    "title",
    "labels",
    "hovertext",
}


def _written(figure: object, name: str = "") -> Iterator[str]:
    """The texts of a Plotly figure."""
    if isinstance(figure, dict):
        for key, value in figure.items():
            yield from _written(value, key if key in WRITTEN else name if name in WRITTEN else key)
    elif isinstance(figure, list):
        for value in figure:
            yield from _written(value, name)
    elif isinstance(figure, str) and name in WRITTEN:
        yield (
            ""
            if re.fullmatch(r"[\w:.-]+", figure) and ":" in figure
            else re.sub(r"<[^>]*>|%\{[^}]*\}", " ", figure)
        )


def _words(texts: Iterator[str] | list[str]) -> set[str]:
    return {
        word
        for text in texts
        for word in re.findall(r"[A-Za-z]{2,}", re.sub(r":material/\w+:|`[^`]*`|&\w+;", " ", text))
    }
