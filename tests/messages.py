"""Every text that a reader may see, and the Russian catalogue brought up to date with them: `make messages`.

Texts are found where they are marked (`_`, `n_`, `said`, `forms`) and where they are declared as data: metrics,
analyses, switches, pages, audits, the demo's goals.
"""

import ast
import io
import sys
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
RUSSIAN = ROOT / "dashboard" / "locale" / "ru" / "LC_MESSAGES" / "milepost.po"
FOLDERS = ("dashboard", "pages", "queries")
MARKS = {"_", "said", "n_", "forms"}
HEADER = """\
# Milepost in Russian. `make messages` adds what is new, empty, and takes out what is gone.
msgid ""
msgstr ""
"Language: ru\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
"(n%100<10 || n%100>=20) ? 1 : 2);\\n"

"""

Message = str | tuple[str, str]


@lru_cache(maxsize=1)
def messages() -> list[Message]:
    """Each once, in the order of the code."""
    found = [*written(), *declared()]
    plural = {message[0]: message for message in found if isinstance(message, tuple)}
    return list(
        dict.fromkeys(
            plural.get(text, text) if isinstance(text, str) else text for text in found if text
        )
    )


def written() -> Iterator[Message]:
    """What is marked in the code."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield from marked(path.read_text(encoding="utf-8"))


def marked(code: str) -> Iterator[Message]:
    """The constant texts of calls of a mark, in order."""
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        if name not in MARKS:
            continue
        texts = [
            a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
        ]
        if name in ("n_", "forms") and len(texts) >= 2:
            yield texts[0], texts[1]
        elif name in ("_", "said") and texts:
            yield texts[0]


def declared() -> Iterator[str]:
    """What is said by declarations."""
    yield from _of_metrics()
    yield from _of_choices()
    yield from _of_pages()
    yield from _of_data()


def _of_metrics() -> Iterator[str]:
    from dashboard.language import Said
    from dashboard.metrics.catalogue import CATALOGUE
    from queries.slice import Slice, Window

    other = Slice(Window(date(2026, 1, 1), date(2026, 2, 1)), silence_days=60, horizon_days=180)
    for metric in CATALOGUE.values():
        yield from (metric.label, metric.meaning, metric.formula, metric.note, metric.nothing)
        yield metric.certainty.words
        turned = metric.of(other)
        yield from (t.template for t in (turned.formula, turned.nothing) if isinstance(t, Said))


def _of_choices() -> Iterator[str]:
    from dashboard.metrics import analysis
    from dashboard.metrics.switches import SWITCHES

    for declaration in vars(analysis).values():
        if isinstance(declaration, analysis.Analysis):
            yield from (declaration.label, declaration.meaning)
    for switch in SWITCHES.values():
        yield from (switch.name, switch.meaning)
        yield from (r for r in (switch.usual, *switch.others) if not r.isdigit())


def _of_pages() -> Iterator[str]:
    from dashboard.views import frame

    for section, pages in frame.SECTIONS.items():
        yield section
        for _name, title, _icon, what in pages:
            yield from (title, what)
    for _name, title, _icon, what in frame.UNLISTED:
        yield from (title, what)


def _of_data() -> Iterator[str]:
    from dashboard.ingest.audits import AUDITS

    yield from (audit.sentence for audit in AUDITS)
    for name in ("goals", "goals_moved"):
        text = (ROOT / f"data/demo/{name}.yaml").read_text(encoding="utf-8")
        for goal in yaml.safe_load(text)["goals"]:
            told = [*goal.get("milestones", ()), goal]
            keys = ("name", "why", "owner", "department", "because", "text")
            yield from (row[key] for row in told for key in keys if key in row)


def catalogue() -> Catalog:
    """The Russian catalogue as it is."""
    with RUSSIAN.open("rb") as file:
        return read_po(file, locale="ru")


def updated(known: Catalog) -> str:
    """The file with every message, in order; what is not translated yet is empty."""
    fresh = Catalog(locale="ru")
    for message in messages():
        held = known.get(message[0] if isinstance(message, tuple) else message)
        kept = held.string if held is not None and held.id == message else ""
        fresh.add(message, kept or (("",) * 3 if isinstance(message, tuple) else ""))
    text = io.BytesIO()
    write_po(text, fresh, width=100, omit_header=True)
    return HEADER + text.getvalue().decode()


def main() -> None:
    RUSSIAN.write_text(updated(catalogue()), encoding="utf-8")
    empty = [
        m.id
        for m in catalogue()
        if m.id and not all([m.string] if isinstance(m.string, str) else m.string)
    ]
    print(f"{len(messages())} messages, {len(empty)} without a translation", file=sys.stderr)


if __name__ == "__main__":
    main()
