"""Excel workbooks as archives: which sheets they hold, that they are sound, which one is meant."""

import hashlib
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree

from dashboard.errors import Refused, unknown
from dashboard.ingest.sources import Copy, refuse_bomb

_CHUNK = 1 << 20
_ROOT_LINKS = "_rels/.rels"
_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FILLED = re.compile(rb"<(?:\w+:)?(?:v|is|f)[ />]")
_OVERLAP = 64  # bytes of a chunk that the next one is read with, so that no tag is cut in two


@dataclass(frozen=True)
class Sheet:
    """One worksheet of a workbook."""

    name: str
    part: str
    """The member of the archive that holds its cells."""
    is_hidden: bool
    is_filled: bool = True


def identified(copy: Copy, label: str, wanted: str | None) -> Copy:
    """The copy of a workbook, known by its bytes; beside other filled sheets also by the sheet's name."""
    sheets = checked_sheets(copy.path, label)
    chosen = chosen_sheet(sheets, label, wanted)
    if [sheet for sheet in sheets if sheet.is_filled and not sheet.is_hidden] == [chosen]:
        return copy
    both = hashlib.sha256(f"{copy.sha256}\n{chosen.name}".encode()).hexdigest()
    return replace(copy, sha256=both)


def chosen_sheet(sheets: list[Sheet], label: str, wanted: str | None) -> Sheet:
    """The sheet of this name, else the only one that shows anything."""
    if wanted:
        for sheet in sheets:
            if sheet.name == wanted:
                return sheet
        raise Refused(
            "bad_workbook", f"{label}: {unknown('sheet', wanted, (sheet.name for sheet in sheets))}"
        )
    filled = [sheet for sheet in sheets if sheet.is_filled and not sheet.is_hidden]
    if len(filled) == 1:
        return filled[0]
    if not filled:
        raise Refused(
            "bad_workbook", f"{label}: no sheet that is shown holds anything.{_hidden(sheets)}"
        )
    names = ", ".join(f"'{sheet.name}'" for sheet in filled)
    raise Refused(
        "bad_workbook",
        f"{label}: {len(filled)} sheets hold something: {names}. Name one: "
        f'"{label}:{filled[0].name}", or say sheet: in the mapping.{_hidden(sheets)}',
    )


def _hidden(sheets: list[Sheet]) -> str:
    names = ", ".join(f"'{sheet.name}'" for sheet in sheets if sheet.is_hidden)
    return f" Hidden, to be named if meant: {names}." if names else ""


def checked_sheets(path: Path, label: str) -> list[Sheet]:
    """The worksheets of a sound workbook that is no bomb, in its own order."""
    with opened_archive(path, label) as archive:
        filled = _filled_parts(archive, label)
        return [replace(sheet, is_filled=sheet.part in filled) for sheet in _sheets(archive, label)]


@contextmanager
def opened_archive(path: Path, label: str) -> Iterator[zipfile.ZipFile]:
    """The archive that a workbook is; what is none, or damaged, is refused in words."""
    _refuse_other(path, label)
    try:
        with zipfile.ZipFile(path) as archive:
            if _ROOT_LINKS not in archive.namelist() or not _book(archive, label).endswith(".xml"):
                raise Refused(
                    "bad_workbook",
                    f"{label}: a zip archive, but no Excel workbook. Save it as .xlsx or as CSV.",
                )
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise damaged(label, str(error)) from None
    except (ElementTree.ParseError, KeyError, UnicodeDecodeError) as error:
        raise damaged(label, str(error)) from None


def damaged(label: str, reason: str) -> Refused:
    """What is said of a workbook that cannot be taken apart."""
    return Refused(
        "bad_workbook",
        f"{label}: the workbook is damaged or cut off ({reason.rstrip('.') or 'it ends too early'}). Open it in a "
        "spreadsheet and save it again, or fetch it again from where it came.",
    )


def _refuse_other(path: Path, label: str) -> None:
    with path.open("rb") as stream:
        start = stream.read(8)
    if start.startswith(_OLD_FORMAT):
        if _ENCRYPTED in path.read_bytes():
            raise Refused(
                "bad_workbook",
                f"{label}: the workbook is locked with a password. Save it without one.",
            )
        raise Refused(
            "bad_workbook", f"{label}: a workbook of the old kind (.xls). Save it as .xlsx."
        )
    if not start.startswith(b"PK"):
        raise Refused(
            "bad_workbook",
            f"{label}: this is no Excel workbook, whatever its name says. Save it as .xlsx, "
            "or give it the ending of what it is (.csv, .tsv).",
        )


def _filled_parts(archive: zipfile.ZipFile, label: str) -> set[str]:
    """Parts in which a cell holds something; every part is unpacked once, and a bomb refused."""
    filled: set[str] = set()
    packed = Path(str(archive.filename)).stat().st_size
    size = 0
    for info in archive.infolist():
        stated, unpacked, tail = info.file_size, 0, b""
        info.file_size = (
            1 << 62
        )  # an archive that understates a size is read to its end all the same
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                refuse_bomb(label, size + unpacked, packed)
                if info.filename not in filled and _FILLED.search(tail + chunk):
                    filled.add(info.filename)
                tail = chunk[-_OVERLAP:]
        if unpacked != stated:
            raise damaged(label, f"{info.filename} is not as long as stated")
        size += unpacked
    return filled


def _book(archive: zipfile.ZipFile, label: str) -> str:
    """The part that lists the sheets."""
    books = _links(archive, _ROOT_LINKS, "", "/officeDocument", label)
    return next(iter(books.values()), "")


def _links(
    archive: zipfile.ZipFile, part: str, folder: str, kind: str, label: str
) -> dict[str | None, str]:
    """The parts that a part links to, by the id of the link."""
    return {
        link.get("Id"): posixpath.normpath(posixpath.join("/", folder, link.get("Target", "")))[1:]
        for link in _tree(archive, part, label).iter()
        if link.get("Type", "").endswith(kind)
    }


def _sheets(archive: zipfile.ZipFile, label: str) -> list[Sheet]:
    book = _book(archive, label)
    folder, name = posixpath.split(book)
    links = _links(archive, f"{folder}/_rels/{name}.rels", folder, "/worksheet", label)
    sheets = []
    for element in _tree(archive, book, label).iter():
        link = next((value for key, value in element.items() if key.endswith("}id")), None)
        if element.tag.endswith("}sheet") and link in links:
            is_hidden = element.get("state", "visible") != "visible"
            sheets.append(Sheet(element.get("name", ""), links[link], is_hidden))
    if not sheets:
        raise Refused("bad_workbook", f"{label}: the workbook has no sheet with cells.")
    return sheets


def _tree(archive: zipfile.ZipFile, part: str, label: str) -> ElementTree.Element:
    content = archive.read(part)
    if b"<!DOCTYPE" in content:
        raise damaged(label, f"{part} declares a document type")
    return ElementTree.fromstring(content)
