"""What somebody should look at in the columns and rows of a draft."""

import re
from collections import Counter
from collections.abc import Iterator

from dashboard.ingest.reasons import REASONS
from dashboard.ingest.roles import Known
from dashboard.ingest.sample import Sample
from dashboard.ingest.yaml_lines import Line

_IDS = frozenset(
    ("row_id", "response_id", "ticket_id", "lead_id", "order_id", "person_id", "visitor_id")
)
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?[Ee]\+\d+")
_WORDS = re.compile(r"[^\W\d_]+(?:[ _-][^\W\d_]+)?")
_MOST_WORDS = 8


def doubts(column: Known, role: str | None, *, is_used: bool) -> str:
    """All that is doubtful about a column, in one sentence."""
    found = [column.guess.check, _shortened(column, role)]
    if not is_used and any(column.texts):
        found.append(_unused(column, role))
    return "; ".join(filter(None, found))


def _shortened(column: Known, role: str | None) -> str:
    if role in _IDS and any(_SHORTENED.fullmatch(text) for text in column.texts):
        return "a spreadsheet has shortened these ids"
    return ""


def _unused(column: Known, role: str | None) -> str:
    if column.guess.kind == "time":
        return "used by nothing; does an event happen then?"
    words = _states(column, role)
    if words:
        return (
            f"used by nothing, and these rows may mean different things: {', '.join(words)}; "
            "add a `when`, or ignore some"
        )
    return "used by nothing; take it into a field if it matters"


def _states(column: Known, role: str | None) -> list[str]:
    """The words of a column that holds few, and the same ones again and again."""
    texts = [text for text in column.texts if text]
    words = list(dict.fromkeys(texts))[: _MOST_WORDS + 1]
    is_few = 2 <= len(words) <= _MOST_WORDS and all(map(_WORDS.fullmatch, words))
    return words if is_few and (role == "status" or len(texts) > len(words)) else []


def unread_rows(sample: Sample) -> Iterator[Line]:
    """How many rows of the sample could not be read, and why."""
    if not sample.unread:
        return
    total = sample.rows + len(sample.unread)
    yield Line(
        f"# check: {len(sample.unread):,} of {total:,} rows could not be read: {why(sample)}"
    )


def why(sample: Sample) -> str:
    """The reasons of the rows that could not be read, the most frequent first."""
    return "; ".join(_reason(code) for code, _ in Counter(sample.unread).most_common())


def _reason(code: str) -> str:
    sentence = REASONS[code].partition(". ")[0]
    return code.replace("_", " ") if "{" in sentence else sentence
