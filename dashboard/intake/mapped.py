"""A mapping made in the form: as YAML, tried on a file, and saved where the command line finds it."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from dashboard.errors import BadData, BadUse, MilepostError, Refused
from dashboard.ingest.load import utc_now
from dashboard.ingest.lock import locked
from dashboard.ingest.mapping_file import shaped
from dashboard.ingest.mappings import checked
from dashboard.ingest.master import read_master
from dashboard.ingest.outcomes import Outcome
from dashboard.ingest.quarantine import export
from dashboard.ingest.reasons import REASONS
from dashboard.ingest.trial import Background, Trial, tried
from dashboard.intake.background import known
from dashboard.intake.look import YAML, is_shipped, plain, source
from dashboard.intake.uploads import Upload
from dashboard.language import Said, said
from dashboard.paths import Home

__all__ = ["Outcome", "Trial", "quarantine_file", "save", "sentence", "trial", "yaml_of"]

MOST_TRIED = 2_000
"""Rows on which a mapping is tried while it is being written."""


def yaml_of(values: dict[str, Any]) -> str:
    """The mapping as a file."""
    return yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=110)


def trial(upload: Upload, part: str, values: dict[str, Any]) -> Trial:
    """What would become of the first rows; `BadData` says what is wrong with the mapping or the file."""
    return _trial(upload, part, yaml_of(values), known(upload.home))


@lru_cache(maxsize=16)
def _trial(upload: Upload, part: str, text: str, background: Background) -> Trial:
    path = Path(f"mapping{YAML}")
    upload.scratch.mkdir(exist_ok=True)
    try:
        mapping = checked(shaped(text, path.name), path)
        return tried(
            source(upload, part), mapping, upload.scratch, utc_now(), background, MOST_TRIED
        )
    except Refused as error:
        raise Refused(error.code, plain(upload, str(error))) from None
    except MilepostError as error:
        message = str(error).replace(f"{path.name}: ", "").replace(f"{path.name}, ", "")
        raise BadData(plain(upload, message)) from None


def sentence(code: str, column: str, value: str) -> Said:
    """Why a row is set aside, with the remedy."""
    return said(REASONS.get(code, code), column=column, value=value)


def quarantine_file(upload: Upload) -> bytes:
    """All rows that wait, as `milepost quarantine export` writes them."""
    path = upload.scratch / "quarantine.csv"
    upload.scratch.mkdir(exist_ok=True)
    with locked(upload.home), read_master(upload.home) as connection:
        export(connection, path)
    return path.read_bytes()


def is_other(home: Home, values: dict[str, Any], name: str) -> bool:
    """Whether the home has a mapping of this name that says something else."""
    path = home.mappings / f"{name}{YAML}"
    return path.exists() and path.read_text(encoding="utf-8") != yaml_of({**values, "name": name})


def save(home: Home, values: dict[str, Any], name: str, *, replaces: bool = False) -> str:
    """Keep the mapping in the home's mappings under a name; `BadUse` where the name will not do."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise BadUse(
            f"The mapping's name is '{name}'. Write small letters, digits and _, such as shop."
        )
    if is_shipped(name):
        raise BadUse(f"A mapping that comes with Milepost is called '{name}'. Choose another name.")
    text = yaml_of({**values, "name": name})
    path = home.mappings / f"{name}{YAML}"
    checked(shaped(text, path.name), path)
    if is_other(home, values, name) and not replaces:
        raise BadUse(
            f"There is a mapping '{name}' already, and it says something else. Choose another name, or replace it."
        )
    home.mappings.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
    return name
