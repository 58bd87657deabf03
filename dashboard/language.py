"""The language in which a reader is spoken to: messages, plurals, numbers and days. English is the source.

Code left of the views knows no reader: it writes `said("complete once the data reach {day}", day=…)`, which is English
text that remembers how it was made, and `_` puts it into the reader's language where it is drawn.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from string import Formatter
from typing import Any, Literal

LANGUAGES = {"en": "English", "ru": "Русский"}
SOURCE = "en"
GROUP = "\u202f"  # narrow no-break space, between thousands
MARKS = {ord(","): GROUP, ord("."): ","}
MINUS = "−"
MONTHS_AFTER_TO = {3: "марту", 5: "маю", 6: "июню", 7: "июлю"}
"""The months that Russian does not shorten, in the case that 'к' takes; CLDR has no such form."""
LOCALES = Path(__file__).parent / "locale"

_spoken: ContextVar[str] = ContextVar("language", default="")
_asked: list[Callable[[], str]] = []
"""How to learn the reader's language where nobody has said it yet, as in callbacks, which run before the page."""


class Said(str):
    """English text that remembers its template and what was filled in."""

    template: str
    values: dict[str, Any]

    def __reduce__(self) -> tuple[Any, ...]:
        return _filled, (self.template, self.values)


def said(template: str, /, **values: Any) -> Said:
    """English now, translatable later. Values may be text, numbers, days or `said` themselves."""
    return _filled(template, values)


def _filled(template: str, values: dict[str, Any]) -> Said:
    text = Said(template.format(**values) if values else template)
    text.template, text.values = template, values
    return text


def recalled(text: str, templates: Iterable[str]) -> str:
    """English text that was stored, as it was said: with the template that it was made from."""
    for template in templates:
        parts = re.split(r"\{(\w+)\}", template)
        pattern = "".join(
            f"(?P<{part}>.*)" if n % 2 else re.escape(part) for n, part in enumerate(parts)
        )
        if found := re.fullmatch(pattern, text):
            return said(template, **found.groupdict())
    return text


def _(text: str, /, **values: Any) -> str:
    """The text in the reader's language, with `{names}` filled in; what has no translation stays English."""
    if isinstance(text, Said):
        return _put(text.template, text.values)
    return _put(text, values)


def n_(one: str, many: str, count: int, /, **values: Any) -> str:
    """The form that goes with a count: `n_("{count} person", "{count} people", 3)`."""
    template = _messages(language()).ngettext(one, many, count)
    return _SPOKEN.format(template, count=number(count), **_spoken_values(values))


def forms(one: str, many: str) -> tuple[str, str]:
    """Both forms of something counted, to be handed to `n_` later; found by `make messages`."""
    return one, many


def _put(template: str, values: dict[str, Any]) -> str:
    if not template:
        return ""  # gettext keeps its own header under the empty message
    text = _messages(language()).gettext(template)
    return _SPOKEN.format(text, **_spoken_values(values)) if values else text


class _Spoken(Formatter):
    """Numbers in a gap (`{share:+.1f}`) are written as the reader's language does, with a minus, not a hyphen."""

    def format_field(self, value: Any, format_spec: str) -> str:
        text: str = super().format_field(value, format_spec)
        return decimal(text).replace("-", MINUS) if isinstance(value, int | float) else text


_SPOKEN = _Spoken()


def _spoken_values(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _spoken_value(value) for name, value in values.items()}


def _spoken_value(value: Any) -> Any:
    if isinstance(value, Said):
        return _(value)
    return day(value) if isinstance(value, date) else value


def language() -> str:
    """'en' or 'ru': whatever the reader chose."""
    spoken = _spoken.get() or next((how() for how in _asked), SOURCE)
    return spoken if spoken in LANGUAGES else SOURCE


def ask(how: Callable[[], str]) -> None:
    """Ask so where nobody has said which language is spoken."""
    _asked[:] = [how]


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """Everything written inside is in this language."""
    token = _spoken.set(chosen if chosen in LANGUAGES else SOURCE)
    try:
        yield
    finally:
        _spoken.reset(token)


def speak(chosen: str) -> None:
    """From here on this run of the page is in this language."""
    _spoken.set(chosen if chosen in LANGUAGES else SOURCE)


def preferred(locales: str) -> str:
    """The first language of a browser's list ('ru-RU,en;q=0.8') that there is."""
    for tag in re.split(r"[,;\s]+", locales or ""):
        if (short := re.split("[-_]", tag)[0].lower()) in LANGUAGES:
            return short
    return SOURCE


def number(value: float, digits: int = 0) -> str:
    """'12,345.6', or '12 345,6' where one writes so."""
    return decimal(f"{value:,.{digits}f}")


def decimal(english: str) -> str:
    """A number as English writes it with the marks of the reader's language."""
    return english if language() == SOURCE else english.translate(MARKS)


def day(on: date) -> str:
    """'8 May 2026', '8 мая 2026'."""
    return f"{on.day} {month(on, of_a_day=True)} {on.year}"


def month(on: date, of_a_day: bool = False, after_to: bool = False) -> str:
    """The short name of a month as it stands alone, follows a day ('мая') or follows 'to' ('к маю')."""
    return _months(language(), "format" if of_a_day else "to" if after_to else "stand-alone")[
        on.month
    ]


@lru_cache(maxsize=8)
def _months(chosen: str, where: str) -> dict[int, str]:
    from babel.dates import get_month_names

    context: Literal["format", "stand-alone"] = "format" if where == "format" else "stand-alone"
    names = {n: str(name) for n, name in get_month_names("abbreviated", context, chosen).items()}
    if chosen == SOURCE:
        return {n: name[:3] for n, name in names.items()}
    return names | (MONTHS_AFTER_TO if where == "to" else {})


@lru_cache(maxsize=8)
def _messages(chosen: str) -> NullTranslations:
    """The catalogue of a language, compiled from its .po once."""
    path = LOCALES / chosen / "LC_MESSAGES" / "milepost.po"
    if chosen == SOURCE or not path.exists():
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=chosen))
    compiled.seek(0)
    return GNUTranslations(compiled)
