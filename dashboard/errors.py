"""What can go wrong, in words: every message names the thing, the place and the remedy."""

import os
from collections.abc import Iterable
from difflib import get_close_matches
from errno import EDQUOT, EFBIG, ENOSPC

from dashboard.language import said


class MilepostError(Exception):
    """Something a user can mend. The message is shown as it is; a traceback never is."""

    exit_code = 1


class BadData(MilepostError):
    """A file, a row or a stored value is not what it should be."""


class Refused(BadData):
    """A whole file is turned away and leaves no row; `code` is one of REFUSALS."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class MasterDamaged(BadData):
    """The master file does not hold what was written; published versions do."""


class BadUse(MilepostError):
    """The question itself is wrong: an unknown name, an empty window, a slice that has no meaning."""

    exit_code = 2


class Busy(MilepostError):
    """Another process is loading (75 is EX_TEMPFAIL of sysexits.h: try again later)."""

    exit_code = 75


class NoWarehouse(MilepostError):
    """Nothing has been published yet."""


class Damaged(MilepostError):
    """A published version is not what was published, and there is no other."""


class JustDamaged(Damaged):
    """A version turned out damaged while it was read: asked again, the last good one answers."""


def is_no_room(error: BaseException) -> bool:
    """Whether a disk, a quota or a limit on files is full."""
    if isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT, EFBIG):
        return True
    return any(words in str(error) for words in _FULL)


_FULL = tuple(os.strerror(code) for code in (ENOSPC, EDQUOT, EFBIG))


def unknown(kind: str, name: str, known: Iterable[str]) -> BadUse:
    """An error for a name that does not exist, with the nearest names that do."""
    names = sorted(known)
    by_lower = {known.lower(): known for known in names}
    near = [by_lower[n] for n in get_close_matches(name.lower(), by_lower, n=3, cutoff=0.5)]
    if near:
        hint = said("Did you mean {names}?", names=" or ".join(f"'{n}'" for n in near))
    elif names:
        hint = said("There are: {names}.", names=", ".join(names))
    else:
        hint = said("There are none yet.")
    return BadUse(said("No {kind} '{name}'. {hint}", kind=said(kind), name=name, hint=hint))
