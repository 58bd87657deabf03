"""A first draft of a mapping, from what a file shows of itself; every doubt is marked `# check:`."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unicodedata import normalize

from dashboard.errors import BadData, BadUse
from dashboard.ingest.currencies import CURRENCIES
from dashboard.ingest.draft_doubts import doubts, unread_rows
from dashboard.ingest.drafted_events import Found, drafted
from dashboard.ingest.guess import MISSING, Guess, guessed, settled
from dashboard.ingest.roles import Known, plain_words, roles, speaks_of_time
from dashboard.ingest.sample import Sample
from dashboard.ingest.yaml_lines import Line, quoted

_NAME = r"[a-z][a-z0-9_]*"
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "₽": "RUB", "руб": "RUB", "¥": "JPY"}


@dataclass(frozen=True)
class Money:
    """What a home says of money and time, for files that do not."""

    currency: str = ""
    zone: str = ""


def feed_name(text: str, *, is_stated: bool = False) -> str:
    """The name of a feed as a mapping may say it; one that was stated is not changed."""
    if is_stated:
        if not re.fullmatch(_NAME, text):
            raise BadUse(
                f"--mapping-name is '{text}'. Write small letters, digits and _, such as shop."
            )
        return text
    bare = normalize("NFKD", Path(text).stem.lower()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", bare)
    name = "_".join(words)
    return name if re.fullmatch(_NAME, name) else f"feed_{name}".rstrip("_")


def draft(sample: Sample, name: str, known: Money) -> str:
    """The text of a mapping that loads the file as it is."""
    return "".join(f"{line}\n" for line in draft_lines(sample, name, known))


def draft_lines(sample: Sample, name: str, known: Money) -> list[Line]:
    """The lines of that text, each with what is doubtful about it."""
    columns = _columns(sample)
    _refuse_values_as_header(sample)
    found = roles(columns)
    if "occurred_at" not in found:
        times = (
            "no column holds dates" if not any(_is_time(c) for c in columns) else "no date is free"
        )
        raise BadData(f"{sample.label}: {times}, and an event needs a time. Add a column with one.")
    names = _names(columns)
    stem = plain_words(Path(sample.label.partition(":")[0]).stem) or "survey"
    known_as = Found(found, columns, names, sample.is_whole, stem)
    plan = drafted(known_as)
    role_of = {column.index: role for role, column in found.items()}
    return [
        *_about(sample),
        *unread_rows(sample),
        *_file(sample, name),
        *_place_and_money(columns, plan.has_money and "currency" not in found, known),
        Line("columns:"),
        *(
            replace(
                _column(column, names[column.index], columns),
                check=doubts(
                    column, role_of.get(column.index), is_used=column.index in known_as.used
                ),
            )
            for column in columns
        ),
        *plan.lines,
    ]


def column_lines(sample: Sample) -> list[Line]:
    """What a draft says of the columns alone."""
    columns = _columns(sample)
    _refuse_values_as_header(sample)
    names = _names(columns)
    return [_column(column, names[column.index], columns) for column in columns]


def _is_time(column: Known) -> bool:
    return column.guess.kind == "time"


def _columns(sample: Sample) -> list[Known]:
    empty = [tuple(sorted(MISSING.intersection(texts))) for texts in sample.columns]
    values = [
        ["" if text in marks else text for text in texts] if marks else texts
        for texts, marks in zip(sample.columns, empty, strict=True)
    ]
    guesses = [
        replace(guessed(texts, speaks_of_time(header)), empty=marks)
        for header, texts, marks in zip(sample.header, values, empty, strict=True)
    ]
    proven = {
        guess.decimal_mark
        for guess in guesses
        if guess.kind in ("decimal", "number") and not guess.may_be_either
    }
    if len(proven) == 1:
        mark = next(iter(proven))
        guesses = [settled(guess, mark) if guess.may_be_either else guess for guess in guesses]
    return [
        Known(index, header, texts, guess)
        for index, (header, texts, guess) in enumerate(
            zip(sample.header, values, guesses, strict=True)
        )
    ]


def _refuse_values_as_header(sample: Sample) -> None:
    named = [header for header in sample.header if header]
    values = [
        header for header in named if guessed([header], False).kind not in ("text", "boolean")
    ]
    if len(values) * 2 >= len(named):
        raise BadData(
            f"{sample.label}, line {sample.header_row}: the line reads {', '.join(named)[:100]}, "
            "which are values and no names. Write the names of the columns above them."
        )


def _is_value(header: str) -> bool:
    return guessed([header], False).kind not in ("text", "boolean")


def _names(columns: Sequence[Known]) -> list[str]:
    """Our name for each column: its header where that is a plain word, else like it."""
    names: list[str] = []
    for column in columns:
        name = column.header
        if not re.fullmatch(r"[^\W\d]\w*", name):
            name = "_".join(plain_words(name).split()) or f"column_{column.index + 1}"
        unique, number = name, 2
        while unique in names:
            unique, number = f"{name}_{number}", number + 1
        names.append(unique)
    return names


def _about(sample: Sample) -> Iterator[Line]:
    rows = f"{sample.rows:,} row{'s' * (sample.rows != 1)}"
    read = f"all {rows}" if sample.is_whole else f"the first {rows}"
    yield Line(
        f"# First draft, from {read} of {Path(sample.label).name}. Look at each line marked check."
    )


def _file(sample: Sample, name: str) -> Iterator[Line]:
    yield Line(f"name: {name}")
    if sample.delimiter:
        yield Line(f"delimiter: {quoted(sample.delimiter)}")
    if sample.encoding:
        yield Line(
            f"encoding: {sample.encoding}", "the bytes are not UTF-8; do letters look right?"
        )
    if sample.sheet:
        yield Line(f"sheet: {quoted(sample.sheet)}")
    if sample.header_row != 1:
        yield Line(f"header_row: {sample.header_row}", "rows above it are left out")


def _place_and_money(
    columns: Sequence[Known], needs_currency: bool, known: Money
) -> Iterator[Line]:
    times = [column for column in columns if _is_time(column)]
    has_offsets = all(_has_offset(text) for column in times for text in column.texts if text)
    if not has_offsets:
        yield Line(f"zone: {known.zone or 'UTC'}", "the zone of the times in the file")
    if needs_currency:
        stated = _stated_currency(columns)
        if stated:
            yield Line(f"currency: {stated}")
        else:
            yield Line(f"currency: {known.currency or 'EUR'}", "no column names the currency")


def _has_offset(text: str) -> bool:
    return bool(re.search(r"(Z|[+-]\d{2}:?\d{2}|\d:\d{2}[+-]\d{2})$", text)) and ":" in text


def _stated_currency(columns: Iterable[Known]) -> str:
    """A currency in the header of a number: 'Total (EUR)', 'Сумма, руб.'."""
    said = set()
    for column in columns:
        if column.guess.kind in ("integer", "decimal", "number"):
            said |= {
                word for word in re.findall(r"\b[A-Z]{3}\b", column.header) if word in CURRENCIES
            }
            said |= {code for sign, code in _SIGNS.items() if sign in column.header.lower()}
    return said.pop() if len(said) == 1 else ""


def _column(column: Known, name: str, columns: Sequence[Known]) -> Line:
    guess = column.guess
    parts = [f"type: {guess.kind}"]
    if name != column.header:
        parts.append(f"header: {quoted(column.header)}")
    if not column.header or sum(other.header == column.header for other in columns) > 1:
        parts.append(f"at: {column.index + 1}")
    parts += _writing(guess)
    text = parts[0].removeprefix("type: ") if len(parts) == 1 else "{" + ", ".join(parts) + "}"
    return Line(f"  {quoted(name)}: {text}")


def _writing(guess: Guess) -> Iterator[str]:
    if guess.empty:
        yield f"empty: [{', '.join(json.dumps(text) for text in guess.empty)}]"
    if guess.formats:
        yield f"formats: [{', '.join(map(json.dumps, guess.formats))}]"
    if guess.decimal_mark != ".":
        yield f"decimal_mark: {quoted(guess.decimal_mark)}"
    if guess.thousands:
        yield f"thousands: {quoted(guess.thousands)}"
    if guess.true and guess.true not in (("true",), ("yes",), ("y",), ("t",)):
        yield f'"true": [{quoted(guess.true[0])}], "false": [{quoted(guess.false[0])}]'
