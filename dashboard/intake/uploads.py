"""Files that somebody dropped: kept in the home's own folder, under names that cannot lead out of it."""

import json
import os
import re
import secrets
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import Any

from dashboard.errors import BadData, BadUse
from dashboard.ingest.sources import JSON_LINES, PARQUET, TEXT, WORKBOOKS
from dashboard.paths import Home

LARGEST_MB = 200
"""Of one file; `maxUploadSize` of .streamlit/config.toml says the same, and a test compares."""
LARGEST_WORKBOOK_MB = 30
"""A workbook is taken apart in memory, at some thirty times its size."""
LARGEST_SUM_MB = 2_000
"""Of all files that wait."""
KEPT_DAYS = 7
ENDINGS = (*(e[1:] for e in (*TEXT, *WORKBOOKS, *JSON_LINES, *PARQUET)), "gz", "zip")

_ID = re.compile(r"[0-9a-f]{16}")
_STATE = "state.json"
_FILES = "files"
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Upload:
    """The files of one drop."""

    id: str
    folder: Path

    @property
    def home(self) -> Home:
        return Home(self.folder.parent.parent)

    @property
    def files(self) -> Path:
        """Where the files stand, under the names that they came with as far as these are harmless."""
        return self.folder / _FILES

    @property
    def scratch(self) -> Path:
        return self.folder / "scratch"

    @property
    def names(self) -> list[str]:
        return sorted(path.name for path in self.files.iterdir()) if self.files.exists() else []

    def said(self) -> dict[str, Any]:
        """What was decided about it so far."""
        return read_json(self.folder / _STATE) or {}

    def say(self, **decided: Any) -> None:
        write_json(self.folder / _STATE, {**self.said(), **decided})


def keep(home: Home, files: Iterable[tuple[str, bytes]]) -> Upload:
    """Keep the files of a drop; `BadData` where one is too large or of a kind that is not read."""
    _remove_old(home)
    brought = list(files)
    _refuse(home, brought)
    upload = made(home, secrets.token_hex(8))
    upload.files.mkdir()
    for name, content in brought:
        path = _free(upload.files / harmless(name))
        path.write_bytes(content)
        path.chmod(0o600)
    return upload


def made(home: Home, id: str) -> Upload:
    """An empty folder of its own."""
    folder = home.incoming / id
    folder.mkdir(parents=True)
    folder.chmod(0o700)
    (folder / "scratch").mkdir()
    return Upload(id, folder)


def opened(home: Home, id: str) -> Upload | None:
    """The upload of this id, if it is still there."""
    folder = home.incoming / id
    return Upload(id, folder) if _ID.fullmatch(id) and folder.is_dir() else None


def waiting(home: Home) -> list[Upload]:
    """Every upload that was neither finished nor put away, the newest first."""
    found = [path for path in home.incoming.glob("*") if _ID.fullmatch(path.name)]
    found.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    return [Upload(path.name, path) for path in found]


def remove(upload: Upload) -> None:
    """Put the files away; what was loaded of them stays loaded."""
    rmtree(upload.folder, ignore_errors=True)


def harmless(name: str) -> str:
    """A file name of letters, digits and a few signs: no folder, nothing hidden, nothing a pattern."""
    last = re.split(r"[/\\]", name)[-1]
    plain = re.sub(r"[^\w .()+-]", "_", last).strip(" .-")
    stem, dot, ending = plain.partition(".") if len(plain) > _LONGEST_NAME else (plain, "", "")
    plain = f"{stem[:60]}{dot}{ending[-20:]}"
    while len(plain.encode()) > 2 * _LONGEST_NAME:
        plain = plain[1:]
    return plain or "file"


def is_workbook(name: str) -> bool:
    return name.lower().removesuffix(".gz").endswith(WORKBOOKS)


def _free(path: Path) -> Path:
    """This path, or one with a number where it is taken."""
    number, free = 2, path
    while free.exists():
        free, number = path.with_name(f"{number} {path.name}"), number + 1
    return free


def _refuse(home: Home, files: list[tuple[str, bytes]]) -> None:
    for name, content in files:
        shown = harmless(name)
        if Path(shown).suffix.lower()[1:] not in ENDINGS:
            raise BadUse(
                f"{shown}: files of this kind are not read. Known are {', '.join(ENDINGS)}."
            )
        most = LARGEST_WORKBOOK_MB if is_workbook(shown) else LARGEST_MB
        if len(content) > most << 20:
            raise BadData(
                f"{shown}: larger than {most} MB, more than a browser may bring. Load it where Milepost runs: "
                f'milepost load "{shown}", or save a workbook as CSV.'
            )
    size = sum(path.stat().st_size for path in home.incoming.rglob("*") if path.is_file())
    if size + sum(len(content) for _, content in files) > LARGEST_SUM_MB << 20:
        raise BadData(
            f"More than {LARGEST_SUM_MB} MB of files would wait here. Load those that wait, or put them away."
        )


def _remove_old(home: Home) -> None:
    oldest = time.time() - KEPT_DAYS * 86_400
    for upload in waiting(home):
        with suppress(OSError):
            if max(path.stat().st_mtime for path in upload.folder.rglob("*")) < oldest:
                remove(upload)


def read_json(path: Path) -> dict[str, Any] | None:
    """What a file of ours says; None where it is not there."""
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def write_json(path: Path, values: dict[str, Any]) -> None:
    """In one step: whoever reads sees the old or the new."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.write_text(json.dumps(values, ensure_ascii=False, default=str), encoding="utf-8")
    os.replace(draft, path)
