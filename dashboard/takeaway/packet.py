"""A document as one HTML file that opens without a network: style, pictures and tables are inside."""

from html import escape

from dashboard.language import _
from dashboard.takeaway.document import Document, Section, Table
from dashboard.takeaway.picture import svg

STYLE = """
:root{color-scheme:light dark;--ink:#1c2733;--quiet:#57646f;--line:#dde3e8;--paper:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#e6ebf0;--quiet:#9fadb9;--line:#36424d;--paper:#12181e}}
body{font:15px/1.5 system-ui,"Segoe UI",Roboto,sans-serif;color:var(--ink);background:var(--paper);
max-width:64rem;margin:0 auto;padding:1.5rem}
h1{margin:0 0 .25rem;font-size:1.7rem}h2{font-size:1.25rem;margin:2.2rem 0 .2rem}
h3{font-size:1.05rem;margin:1.6rem 0 .2rem}
.quiet,small,.small li{color:var(--quiet);font-size:.85rem}.small{padding-left:1.1rem}
svg{width:100%;min-width:34rem;height:auto;fill:currentColor;margin:.5rem 0}
header p{margin:.15rem 0}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.86rem;width:100%}
th,td{padding:.3rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
nav ul{columns:18rem;font-size:.9rem;list-style:none;padding:0}nav a{color:inherit}
@media print{nav{display:none}section{break-inside:avoid}}
"""
FEW = 6
"""As many sections as need no list of contents."""


def html(document: Document) -> bytes:
    """The file. It asks nobody for anything: its policy forbids it."""
    said = "".join(
        f'<p class="quiet">{escape(text)}</p>' for text in (document.below, *document.said) if text
    )
    parts = "".join(_section(n, section) for n, section in enumerate(document.sections, 1))
    return (
        f'<!doctype html>\n<html lang="{document.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(document.title)}</title><style>{STYLE}</style></head><body>"
        f"<header><h1>{escape(document.title)}</h1>{said}</header>{_contents(document)}<main>{parts}</main>"
        "</body></html>\n"
    ).encode()


def _contents(document: Document) -> str:
    if len(document.sections) <= FEW:
        return ""
    lines = "".join(
        f'<li><a href="#s{n}">{escape(section.heading)}</a></li>'
        for n, section in enumerate(document.sections, 1)
    )
    return f'<nav aria-label="{escape(_("Contents"))}"><ul>{lines}</ul></nav>'


def _section(n: int, section: Section) -> str:
    mark = "h2" if section.level == 1 else "h3"
    about = f'<p class="quiet">{escape(section.about)}</p>' if section.about else ""
    told = "".join(f"<p>{escape(text)}</p>" for text in section.sentences)
    picture = f'<div class="scroll">{svg(section.chart)}</div>' if section.chart else ""
    table = _table(section.table, section.heading) if section.table else ""
    small = "".join(f"<li>{escape(text)}</li>" for text in section.small)
    foot = f'<ul class="small">{small}</ul>' if small else ""
    head = f"<{mark}>{escape(section.heading)}</{mark}>"
    return f'<section id="s{n}">{head}{about}{told}{picture}{table}{foot}</section>'


def _table(table: Table, caption: str) -> str:
    sides = table.numeric or (False,) * len(table.heads)
    heads = "".join(
        f'<th scope="col"{_side(right)}>{escape(head)}</th>'
        for head, right in zip(table.heads, sides, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td{_side(right)}>{escape(text)}</td>" for text, right in zip(row, sides, strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    label = escape(_("The numbers of: {finding}", finding=caption))
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _side(right: bool) -> str:
    return ' class="n"' if right else ""
