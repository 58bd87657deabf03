"""Words that nobody can guess: the token in a QR code, who a phone is, and the private code of a voter."""

import re
import secrets

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without I, O, 0 and 1, which are read for each other."""
PARTS, LETTERS_EACH = 3, 4
"""Twelve letters of 32: 60 bits."""
WRITTEN = re.compile(rf"[{LETTERS}]{{{PARTS * LETTERS_EACH}}}")


def new_token() -> str:
    """What a QR code carries: 96 bits, safe in an address."""
    return secrets.token_urlsafe(12)


def new_voter() -> str:
    """What a phone is known by until the session ends: 128 bits."""
    return secrets.token_urlsafe(16)


def new_code() -> str:
    """'K7QM-2XRP-9DFA': to be written down by its voter; nobody else ever sees it."""
    return "-".join(
        "".join(secrets.choice(LETTERS) for _n in range(LETTERS_EACH)) for _part in range(PARTS)
    )


def tidy(code: str) -> str:
    """A code as it was made, however it was typed; '' where it cannot be one."""
    letters = re.sub(r"[\s-]", "", code).upper()
    if not WRITTEN.fullmatch(letters):
        return ""
    return "-".join(letters[n : n + LETTERS_EACH] for n in range(0, len(letters), LETTERS_EACH))
