"""Pieces of HTML pictures that can be clicked: buttons, bars, signed sizes; and the words that they share."""

from collections.abc import Sequence
from urllib.parse import quote, unquote

from dashboard.language import _, decimal
from dashboard.metrics.declare import Sliceable, Unit
from dashboard.views import words
from dashboard.views.choice import Choice
from dashboard.views.clickable import Click


def button(click: str, inner: str, css: str = "", hint: str = "") -> str:
    """`inner` is HTML; `click` and `hint` are text."""
    title = f' title="{words.escaped(hint)}"' if hint else ""
    return (
        f'<button type="button" class="mp-hit {css}" data-click="{words.escaped(click)}"{title}>'
        f"{inner}</button>"
    )


def bar(start: float, width: float, css: str) -> str:
    """A bar on a track of 100 %, from `start` on, both in per cent; at least wide enough to be seen."""
    start, width = max(0.0, min(100.0, start)), max(0.0, min(100.0, width))
    return f'<i class="mp-bar {css}" style="left:{start:.2f}%;width:max(2px,{width:.2f}%)"></i>'


def mark(at: float, css: str, hint: str = "") -> str:
    """A mark at a place of a track; none outside of it."""
    if not 0 <= at <= 100:
        return ""
    title = f' title="{words.escaped(hint)}"' if hint else ""
    return f'<i class="mp-tick {css}" style="left:{at:.2f}%"{title}></i>'


def table(head: Sequence[str], rows: Sequence[str], css: str, label: str) -> str:
    """Cells of the head are HTML; the table scrolls inside itself."""
    cells = "".join(f'<th scope="col">{one}</th>' for one in head)
    return (
        f'<div class="mp-sheet" tabindex="0" role="region" aria-label="{words.escaped(label)}">'
        f'<table class="mp-grid {css}"><thead><tr>{cells}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def signed(unit: Unit, number: float, currency: str = "") -> str:
    """'+€1,234', '−12.0 %'; nought has no sign."""
    size = words.amount(unit, abs(number), currency)
    return words.sign(size, number) + size


def range_of(low: float | None, high: float | None, unit: Unit, currency: str = "") -> str:
    """'−€1,143 to +€40,405': the limits of something signed."""
    if low is None or high is None:
        return ""
    return _("{low} to {high}", low=signed(unit, low, currency), high=signed(unit, high, currency))


def share(value: float | None, low: float | None, high: float | None) -> tuple[str, str]:
    """'25.4 %' and '18.0 to 31.2 %'."""
    if value is None:
        return "–", ""
    text = words.amount(Unit.PERCENT, value)
    if low is None or high is None:
        return text, ""
    first, last = decimal(f"{low:.1f}"), words.amount(Unit.PERCENT, high)
    return text, _("{low} to {high}", low=first, high=last)


def spec(*parts: str | None) -> str:
    """Parts of what is opened or clicked, in which no part holds a colon; an empty one is what is not known."""
    return ":".join(quote(part or "", safe="") for part in parts)


def parts(click: Click) -> list[str]:
    return [unquote(part) for part in click.value.split(":")]


def not_applied(asked: Sliceable, choice: Choice, more: Sequence[str] = ()) -> str:
    """'Not narrowed by category.'; nothing where every filter applies."""
    names = [*choice.refused(asked), *more]
    if not names:
        return ""
    return _(
        "not narrowed by {dimensions}", dimensions=words.listed([words.dimension(n) for n in names])
    )


def joined(*texts: str) -> str:
    """What stands under a title: unit, days, n, what does not apply."""
    return " · ".join(text for text in texts if text)


def sentences(*texts: str) -> str:
    """Whole sentences one after another, each with its stop."""
    return " ".join(f"{text.rstrip('.')}." for text in texts if text)
