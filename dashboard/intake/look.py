"""What a dropped file shows of itself: its tables, its first rows, which mapping fits, or a draft of one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dashboard.errors import BadData, MilepostError
from dashboard.ingest import currencies, header
from dashboard.ingest.draft import Money, column_lines, draft_lines, feed_name
from dashboard.ingest.mapping import Mapping
from dashboard.ingest.mapping_file import shaped
from dashboard.ingest.mappings import mapping_names, read_mapping, values_of
from dashboard.ingest.sample import Sample, sampled
from dashboard.ingest.sources import Source, copied, found
from dashboard.ingest.workbook import checked_sheets
from dashboard.ingest.yaml_lines import Line
from dashboard.intake.background import known
from dashboard.intake.uploads import Upload, is_workbook
from dashboard.paths import MAPPINGS, Home

MOST_ROWS = 20
"""Rows of a preview."""
MOST_WORDS = 40
"""Different values of a column that can be chosen in a form."""
YAML = ".yaml"
CURRENCIES = tuple(sorted(currencies.CURRENCIES))


@dataclass(frozen=True)
class Shown:
    """A column of the file."""

    header: str
    examples: tuple[str, ...]
    """The first different values, as they stand there."""
    words: tuple[str, ...]
    """Every value, where there are few; else none."""
    is_filled: bool


@dataclass(frozen=True)
class Look:
    """A table of a file: a whole file, a sheet or a member of an archive."""

    part: str
    columns: tuple[Shown, ...]
    rows: tuple[tuple[str, ...], ...]
    count: int
    is_whole: bool
    """Whether every row was looked at."""
    delimiter: str
    """Empty where the ending says it, or where there is none."""
    encoding: str
    sheet: str
    header_row: int
    unread: int
    """Rows that could not be read."""

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns)


@dataclass(frozen=True)
class Draft:
    """A mapping for the file that nobody has looked at yet."""

    values: dict[str, Any]
    doubts: dict[str, str]
    """Place in the mapping ('columns.total', 'zone', 'events.0', …) → what should be looked at."""
    trouble: str = ""
    """Why the draft leaves something open that a person must choose."""


@dataclass(frozen=True)
class Known:
    """A mapping that fits the file."""

    name: str
    about: str
    is_own: bool


@lru_cache(maxsize=32)
def parts(upload: Upload) -> dict[str, str]:
    """Every table of the dropped files → why it cannot be read ('' where it can)."""
    found_parts: dict[str, str] = {}
    for name in upload.names:
        try:
            found_parts.update(dict.fromkeys(_parts(upload, name), ""))
        except MilepostError as error:
            found_parts[name] = plain(upload, str(error))
    return found_parts


def _parts(upload: Upload, name: str) -> Iterator[str]:
    sources = found([str(upload.files / name)])
    for source in sources:
        member = f"{name}/{source.member}" if source.member else name
        sheets = _sheets(source, upload) if is_workbook(source.name) else []
        if len(sheets) < 2:
            yield member
        for sheet in sheets if len(sheets) > 1 else ():
            yield f"{member}:{sheet}"


def _sheets(source: Source, upload: Upload) -> list[str]:
    with copied(source, upload.scratch) as copy:
        sheets = checked_sheets(copy.path, source.label)
    return [sheet.name for sheet in sheets if sheet.is_filled and not sheet.is_hidden]


def source(upload: Upload, part: str) -> Source:
    """Where a table stands."""
    [only] = found([str(upload.files / part)])
    return only


@lru_cache(maxsize=32)
def look(upload: Upload, part: str) -> Look:
    """The first rows of a table, and how it is written; `BadData` where it cannot be read."""
    sample = _sample(upload, part)
    rows = list(zip(*(column[:MOST_ROWS] for column in sample.columns), strict=True))
    return Look(
        part=part,
        columns=tuple(_shown(*pair) for pair in zip(sample.header, sample.columns, strict=True)),
        rows=tuple(rows),
        count=sample.rows,
        is_whole=sample.is_whole,
        delimiter=sample.delimiter or "",
        encoding=sample.encoding or "",
        sheet=sample.sheet or "",
        header_row=sample.header_row,
        unread=len(sample.unread),
    )


def _sample(upload: Upload, part: str) -> Sample:
    upload.scratch.mkdir(exist_ok=True)
    return sampled(source(upload, part), upload.scratch)


def _shown(name: str, texts: list[str]) -> Shown:
    different = list(dict.fromkeys(text for text in texts if text))
    words = tuple(sorted(different)) if len(different) <= MOST_WORDS else ()
    return Shown(name, tuple(different[:4]), words, bool(different))


def fitting(upload: Upload, shown: Look) -> list[Known]:
    """Mappings that the header fits, those of the company's own first."""
    home = upload.home
    own = {path.stem for path in home.mappings.glob(f"*{YAML}")}
    names = sorted(mapping_names(home), key=lambda name: (name not in own, name))
    return [known for name in names if (known := _fitting(home, name, shown, name in own))]


def _fitting(home: Home, name: str, shown: Look, is_own: bool) -> Known | None:
    try:
        mapping = read_mapping(name, home) if is_own else _shipped(name)
        if not _is_written_so(mapping, shown):
            return None
        header.positions(mapping, shown.headers, shown.part)
    except MilepostError:
        return None
    return Known(name, _about(home, name), is_own)


@lru_cache(maxsize=64)
def _shipped(name: str) -> Mapping:
    return read_mapping(name)


def _is_written_so(mapping: Mapping, shown: Look) -> bool:
    if not mapping.has_header or mapping.is_fixed_width or mapping.header_row != shown.header_row:
        return False
    if mapping.sheet and mapping.sheet != shown.sheet:
        return False
    is_text = not is_workbook(shown.part.partition(":")[0])
    same = (mapping.delimiter or "") == shown.delimiter
    return not is_text or (same and mapping.encoding == (shown.encoding or "utf-8"))


def _about(home: Home, name: str) -> str:
    about: str = values_of(name, home).get("about", "")
    return " ".join(about.split())


@lru_cache(maxsize=8)
def draft(upload: Upload, part: str) -> Draft:
    """The mapping that `milepost map` would write, with its doubts by place; `BadData` where no line names columns."""
    sample = _sample(upload, part)
    name = feed_name(part.rpartition("/")[2].partition(":")[0])
    settings = known(upload.home).settings
    money = Money(settings.currency, settings.zone)
    try:
        lines = draft_lines(sample, name, money)
    except BadData as error:
        return _bare(sample, name, money, plain(upload, str(error)))
    values = shaped("".join(f"{line}\n" for line in lines), f"{name}{YAML}")
    return Draft(values, dict(_doubts(lines)))


def _bare(sample: Sample, name: str, money: Money, trouble: str) -> Draft:
    """Columns alone, for a file of which a draft could not tell what happened when."""
    lines = "".join(f"{line.text}\n" for line in column_lines(sample))
    said = shaped(f"name: {name}\ncolumns:\n{lines}", f"{name}{YAML}")
    written = {"delimiter": sample.delimiter, "encoding": sample.encoding, "sheet": sample.sheet}
    values = {
        "name": name,
        **{key: value for key, value in written.items() if value},
        **({"header_row": sample.header_row} if sample.header_row != 1 else {}),
        "zone": money.zone or "UTC",
        "columns": said["columns"],
        "event_id": {"hash": "all"},
        "fields": {},
        "events": [{"event": "visit"}],
    }
    return Draft(values, {}, trouble)


def _doubts(lines: list[Line]) -> Iterator[tuple[str, str]]:
    """Each doubt under the place of the line it stands beside."""
    section, event = "", -1
    for line in lines:
        bare_text = line.text.strip()
        if not line.text.startswith(" ") and ":" in bare_text and not bare_text.startswith("#"):
            section = bare_text.partition(":")[0]
        event += bare_text.startswith("- event:")
        if bare_text.startswith("# check: "):
            yield section if section == "fields" else f"{section}.note", bare_text[9:]
        elif line.check:
            yield _place(section, event, line.text), line.check


def _place(section: str, event: int, text: str) -> str:
    if section == "events":
        return f"events.{event}"
    if text.startswith("  "):
        return f"{section}.{_name(text.strip())}"
    return section


def _name(text: str) -> str:
    """What stands before the colon, as YAML reads it."""
    if text.startswith('"'):
        name, _ = json.JSONDecoder().raw_decode(text)
        return str(name)
    return text.partition(":")[0]


def values(upload: Upload, name: str) -> dict[str, Any]:
    """What the mapping of this name says, to be corrected under another name."""
    return values_of(name, upload.home)


def is_shipped(name: str) -> bool:
    return (MAPPINGS / f"{name}{YAML}").exists()


def plain(upload: Upload, message: str) -> str:
    """A message without the folder in which the files stand."""
    return message.replace(f"{upload.files}/", "")
