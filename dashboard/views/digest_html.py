"""The digest as one HTML file: tables with styles of their own, as mail readers want it; nothing is fetched."""

from collections.abc import Sequence
from typing import NamedTuple

from dashboard.views.words import escaped

FONT = "font-family:-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif"
TONES = {"better": "#1b6e3c", "warn": "#8a5a00", "worse": "#a32020", "even": "#4a5560"}
MARKS = {"better": "✓", "warn": "△", "worse": "▽", "even": "·"}
CELL = "padding:7px 10px;border-bottom:1px solid #dde3e8;text-align:left;vertical-align:middle"
HEAD = f"{CELL};font-size:12px;color:#4a5560;font-weight:600"


class Row(NamedTuple):
    """One goal."""

    address: str
    name: str
    picture: str
    """HTML; '' where letters stand instead."""
    letters: str
    value: str
    target: str
    status: str
    tone: str
    chance: str


class Part(NamedTuple):
    """A heading and its lines, each with where it leads ('' for nowhere)."""

    heading: str
    lines: Sequence[tuple[str, str]]


def page(
    language: str, title: str, verdict: str, reach: str, heads: Sequence[str], rows: Sequence[Row],
    parts: Sequence[Part], foot: tuple[str, str],
) -> str:  # fmt: skip
    """The whole document."""
    return (
        f'<!doctype html><html lang="{escaped(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escaped(title)}</title></head>"
        f'<body style="margin:0;background:#f4f6f8;color:#16202a;{FONT}">'
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" '
        'style="table-layout:fixed"><tr><td align="center" style="padding:20px 8px">'
        '<table role="presentation" cellpadding="0" cellspacing="0" '
        'style="width:100%;max-width:720px;table-layout:fixed;background:#ffffff;'
        'border:1px solid #dde3e8;border-radius:8px">'
        f'<tr><td style="padding:22px 24px"><h1 style="margin:0 0 4px;font-size:22px">{escaped(verdict)}</h1>'
        f'<p style="margin:0 0 16px;color:#4a5560;font-size:13px">{escaped(reach)}</p>'
        f"{_goals(heads, rows)}{''.join(map(_part, parts))}"
        f'<p style="margin:22px 0 0;font-size:13px">{_link(*foot)}</p>'
        "</td></tr></table></td></tr></table></body></html>\n"
    )


def _goals(heads: Sequence[str], rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    titles = "".join(f'<th scope="col" style="{HEAD}">{escaped(head)}</th>' for head in heads)
    body = "".join(map(_goal, rows))
    return (
        '<div style="overflow-x:auto"><table cellpadding="0" cellspacing="0" '
        'style="width:100%;border-collapse:collapse;font-size:14px">'
        f"<tr>{titles}</tr>{body}</table></div>"
    )


def _goal(row: Row) -> str:
    style = f"color:{TONES[row.tone]};font-weight:600;white-space:nowrap"
    letters = (
        f'<span style="font-family:monospace;white-space:nowrap">{escaped(row.letters)}</span>'
    )
    status = f'<span style="{style}">{MARKS[row.tone]} {escaped(row.status)}</span>'
    cells = (
        _link(row.name, row.address), row.picture or letters, escaped(row.value), escaped(row.target), status,
        escaped(row.chance),
    )  # fmt: skip
    return "<tr>" + "".join(f'<td style="{CELL}">{cell}</td>' for cell in cells) + "</tr>"


def _part(part: Part) -> str:
    lines = "".join(
        f'<li style="margin:0 0 6px">{_link(text, address)}</li>' for text, address in part.lines
    )
    return (
        f'<h2 style="margin:22px 0 8px;font-size:16px">{escaped(part.heading)}</h2>'
        f'<ul style="margin:0;padding-left:18px;font-size:14px;line-height:1.45">{lines}</ul>'
    )


def _link(text: str, address: str) -> str:
    if not address:
        return escaped(text)
    return f'<a href="{escaped(address)}" style="color:#0b6a8f;text-decoration:none">{escaped(text)}</a>'
