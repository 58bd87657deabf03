"""Whose lot is it to be left as before? The same sum as dashboard/insight/arms.py, in SQL."""

from sqlalchemy import ColumnElement, func, literal

DIGITS = 8


def lot_column(key: ColumnElement[str], seed: str, share: float) -> ColumnElement[bool]:
    """Whether a person is held out: the first digits of SHA-256 of seed and key lie below the share."""
    below = f"{round(share * 16**DIGITS):0{DIGITS}x}"
    return func.substr(func.sha256(literal(f"{seed}:") + key), 1, DIGITS) < below
