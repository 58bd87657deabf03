"""A document as Markdown: headings, sentences, tables; a chart is said in words and its numbers are the table."""

import re

from dashboard.takeaway.document import Chart, Document, Section, Table
from dashboard.takeaway.rows_of_chart import rows_of


def markdown(document: Document) -> bytes:
    """UTF-8 text; nothing that somebody wrote is read as markup."""
    head = [
        f"# {plain(document.title)}",
        *map(plain, filter(None, (document.below, *document.said))),
    ]
    parts = [block for section in document.sections for block in _section(section)]
    return ("\n\n".join([*head, *parts]) + "\n").encode()


def _section(section: Section) -> list[str]:
    mark = "##" if section.level == 1 else "###"
    blocks = [f"{mark} {plain(section.heading)}"]
    blocks += [f"*{plain(section.about)}*"] if section.about else []
    blocks += map(plain, section.sentences)
    blocks += [plain(section.chart.alt)] if section.chart and section.chart.alt else []
    if table := section.table or _numbers(section.chart):
        blocks.append(_table(table))
    if section.small:
        blocks.append("\n".join(f"- {plain(text)}" for text in section.small))
    return blocks


def _numbers(chart: Chart | None) -> Table | None:
    return rows_of(chart) if chart else None


def _table(table: Table) -> str:
    sides = table.numeric or (False,) * len(table.heads)
    rule = [("---:" if right else "---") for right in sides]
    lines = [table.heads, rule, *table.rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(text: str) -> str:
    return text if re.fullmatch(r"---:?", text) else plain(text)


def plain(text: str) -> str:
    """On one line, with the marks of Markdown and HTML as what they are."""
    line = " ".join(text.split(" ")).replace("\n", " ").replace("\r", " ")
    line = re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", line)
    return re.sub(r"^(\s*\d*)([-+.)])(?=\s)", r"\1\\\2", line)
