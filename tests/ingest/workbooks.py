"""Excel workbooks written by hand: only what a test needs, down to cells that Excel would not write."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DAY_ZERO = datetime(1899, 12, 30)

PLAIN, DAY, INSTANT, PERCENT, CLOCK, SPAN = range(6)
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="[h]:mm"/>'
    '</numFmts><cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/>'
    '<xf numFmtId="9"/><xf numFmtId="21"/><xf numFmtId="164"/></cellXfs></styleSheet>'
)


class Raw(str):
    """The inside of a cell as XML: `{place}` is where it stands."""


ERROR = Raw('<c r="{place}" t="e"><v>#N/A</v></c>')
NEVER_CALCULATED = Raw('<c r="{place}"><f>A1*2</f></c>')
CALCULATED = Raw('<c r="{place}"><f>A1*2</f><v>7</v></c>')
EMPTY_TEXT = Raw('<c r="{place}" t="str"><f>""</f><v></v></c>')
PERCENTAGE = Raw('<c r="{place}" s="3"><v>0.155</v></c>')


def workbook(
    sheets: Mapping[str, Sequence[Sequence[Any]]],
    hidden: Sequence[str] = (),
    merged: Sequence[str] = (),
    first: str = "A1",
    parts: Mapping[str, str] | None = None,
) -> bytes:
    """A workbook; the rows of each sheet begin in the cell `first`."""
    written = {
        "_rels/.rels": _relations(("b", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": _book(list(sheets), hidden),
        "xl/_rels/workbook.xml.rels": _links(len(sheets)),
        "xl/styles.xml": STYLES,
        **{
            f"xl/worksheets/sheet{number}.xml": _sheet(rows, first, merged)
            for number, rows in enumerate(sheets.values(), 1)
        },
        **(parts or {}),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in written.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _book(names: Sequence[str], hidden: Sequence[str]) -> str:
    sheets = "".join(
        f"<sheet name={quoteattr(name)} sheetId='{number}' r:id='s{number}'"
        + (" state='hidden'/>" if name in hidden else "/>")
        for number, name in enumerate(names, 1)
    )
    return f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{sheets}</sheets></workbook>'


def _links(count: int) -> str:
    sheets = ((f"s{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, count + 1))
    return _relations(*sheets, ("x", "styles", "styles.xml"))


def _relations(*links: tuple[str, str, str]) -> str:
    relations = "".join(
        f'<Relationship Id="{name}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for name, kind, target in links
    )
    return f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'


def _sheet(rows: Sequence[Sequence[Any]], first: str, merged: Sequence[str]) -> str:
    column, top = ord(first[0]) - 65, int(first[1:])
    body = "".join(
        f'<row r="{number}">'
        + "".join(_cell(f"{chr(65 + column + i)}{number}", value) for i, value in enumerate(cells))
        + "</row>"
        for number, cells in enumerate(rows, top)
    )
    areas = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    areas = f"<mergeCells>{areas}</mergeCells>" if areas else ""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>{areas}</worksheet>'


def _cell(place: str, value: Any) -> str:
    match value:
        case None:
            return ""
        case Raw():
            return value.replace("{place}", place)
        case str():
            text = f"<is><t xml:space='preserve'>{escape(value)}</t></is>"
            return f'<c r="{place}" t="inlineStr">{text}</c>'
        case bool():
            return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
        case int() | float() | Decimal():
            return f'<c r="{place}"><v>{value}</v></c>'
        case datetime():
            return f'<c r="{place}" s="{INSTANT}"><v>{(value - DAY_ZERO) / timedelta(1)}</v></c>'
        case date():
            return f'<c r="{place}" s="{DAY}"><v>{value.toordinal() - DAY_ZERO.toordinal()}</v></c>'
        case time():
            seconds = value.hour * 3600 + value.minute * 60 + value.second
            return f'<c r="{place}" s="{CLOCK}"><v>{seconds / 86400}</v></c>'
        case timedelta():
            return f'<c r="{place}" s="{SPAN}"><v>{value / timedelta(1)}</v></c>'
        case _:
            raise TypeError(value)
