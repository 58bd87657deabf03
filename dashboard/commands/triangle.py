"""A cohort triangle as rows: one a cohort for people, one a cell for programs."""

from collections.abc import Callable, Iterator
from typing import Any

from dashboard.metrics.cohorts import Cell, Cohort, Mean, Triangle
from queries.calendar import Grain
from queries.slice import Slice

WIDTH = 100
"""Columns of a screen that a table keeps to."""

Figure = Callable[[Cell], float | int | None]

SHOWN: dict[str, tuple[str, Figure, str]] = {
    "share": ("% of the cohort who order", lambda cell: cell.share, "{:.1f}"),
    "people": ("people who order", lambda cell: cell.people, "{:,.0f}"),
    "revenue": ("net revenue", lambda cell: cell.revenue, "{:,.0f}"),
    "per-customer": ("net revenue per customer", lambda cell: cell.per_customer, "{:,.1f}"),
}
"""What a table may hold: in words, taken from a cell, and as it is written."""

MEANS: dict[str, Callable[[Triangle], list[Mean]]] = {
    "share": Triangle.mean_shares,
    "per-customer": Triangle.mean_revenue,
}


def cell_rows(triangle: Triangle) -> Iterator[dict[str, Any]]:
    """One row per cell, then the means of each age."""
    for cohort in triangle.cohorts:
        for cell in cohort.cells:
            yield _row(triangle, "cell", cell.age) | {
                "cohort": cohort.period.start.isoformat(),
                "size": cohort.size,
                "period": cell.window.start.isoformat(),
                "people": cell.people,
                "share": cell.share,
                "low": cell.low,
                "high": cell.high,
                "revenue": cell.revenue,
                "per_customer": cell.per_customer,
                "complete": cell.is_complete,
                "starts_history": cohort.starts_history,
                "reason": cell.reason,
            }
    shares, money = triangle.mean_shares(), triangle.mean_revenue()
    for kind in ("weighted", "simple"):
        for share, revenue in zip(shares, money, strict=True):
            yield _row(triangle, f"{kind} mean", share.age) | {
                "size": share.people,
                "share": getattr(share, kind),
                "per_customer": getattr(revenue, kind),
                "complete": True,
            }
    if not triangle.cohorts:
        yield _row(triangle, "none", None) | {"complete": False, "reason": triangle.reason}


def _row(triangle: Triangle, kind: str, age: int | None) -> dict[str, Any]:
    nothing = ("people", "share", "low", "high", "revenue", "per_customer")
    return {
        "group": triangle.group, "row": kind, "cohort": None, "size": None, "age": age, "period": None,
        **dict.fromkeys(nothing), "complete": None, "starts_history": None, "reason": None,
    }  # fmt: skip


def triangle_tables(
    triangles: list[Triangle], slice: Slice, show: str
) -> Iterator[tuple[str, list[dict[str, Any]], int]]:
    """Title, rows and how many ages did not fit, one table per group."""
    words = SHOWN[show][0]
    for triangle in triangles:
        names = ", ".join(f"{name} {value or 'unknown'}" for name, value in triangle.group.items())
        title = f"{words[0].upper()}{words[1:]}, by {slice.grain}s since the first order"
        title = f"{title} ({names})" if names else title
        rows = _written(triangle, slice, show)
        if not rows:
            yield title, [{"note": triangle.reason}], 0
            continue
        fits = _ages_that_fit(rows, triangle.ages)
        kept = {"cohort", "size", *map(str, range(fits))}
        yield (
            title,
            [{k: v for k, v in row.items() if k in kept} for row in rows],
            triangle.ages - fits,
        )


def _written(triangle: Triangle, slice: Slice, show: str) -> list[dict[str, Any]]:
    _, figure, form = SHOWN[show]
    rows = [
        {
            "cohort": _name(cohort, slice) + ("†" if cohort.starts_history else ""),
            "size": "…" if cohort.size is None else f"{cohort.size:,}",
            **{str(cell.age): _cell(cell, figure, form) for cell in cohort.cells},
        }
        for cohort in triangle.cohorts
    ]
    means = MEANS[show](triangle) if show in MEANS else []
    for kind in ("weighted", "simple") if means else ():
        rows.append(
            {"cohort": kind, "size": f"{means[0].people:,}" if kind == "weighted" else ""}
            | {str(mean.age): form.format(getattr(mean, kind)) for mean in means}
        )
    return _aligned(rows, ["cohort", "size", *map(str, range(triangle.ages))])


def _aligned(rows: list[dict[str, str]], names: list[str]) -> list[dict[str, Any]]:
    """Figures under figures: all but the first column to the right, a star or its room behind them."""
    if not rows:
        return []
    starred = {name for name in names for row in rows if row.get(name, "").endswith("*")}

    def written(row: dict[str, str], name: str) -> str:
        text = row.get(name, "")
        return text if text.endswith("*") or name not in starred else f"{text} "

    width = {name: max(len(written(row, name)) for row in rows) for name in names}
    return [
        {n: written(row, n) if n == "cohort" else written(row, n).rjust(width[n]) for n in names}
        for row in rows
    ]


def _cell(cell: Cell, figure: Figure, form: str) -> str:
    value = figure(cell)
    if value is None:
        return "…"
    return form.format(value) + ("" if cell.is_complete else "*")


def _name(cohort: Cohort, slice: Slice) -> str:
    start = cohort.period.start
    return f"{start:%Y-%m}" if slice.grain in (Grain.MONTH, Grain.YEAR) else start.isoformat()


def _ages_that_fit(rows: list[dict[str, Any]], ages: int) -> int:
    def width(name: str) -> int:
        return max(len(name), *(len(row[name]) for row in rows)) + 1

    used, fits = width("cohort") + width("size"), 0
    while fits < ages and (used := used + width(str(fits))) <= WIDTH:
        fits += 1
    return max(1, fits)
