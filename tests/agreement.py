"""Asking the warehouse and the oracle the same question, and comparing what they say."""

import atexit
import hashlib
import math
import pickle
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Any

import duckdb
import pytest

from dashboard.access import EVERYONE
from dashboard.metrics import evaluate
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.certainty import COST, MEDIAN, P90, TOTAL
from dashboard.metrics.coverage import coverage
from dashboard.metrics.declare import Metric
from dashboard.metrics.winning import CYCLE
from dashboard.paths import Home, home
from dashboard.warehouse import reader
from dashboard.warehouse.publish import publish
from queries.slice import Slice, Window
from tests.oracle.acquisition import UNALLOCATED
from tests.oracle.catalogue import ORACLE
from tests.oracle.facts import local_day
from tests.oracle.groups import Answer
from tests.oracle.master import write_world
from tests.oracle.money import rate_on
from tests.oracle.world import World

VALUES: dict[str, tuple[Any, ...]] = {
    "region": ("North", "South", None),
    "segment": ("home", "office", None),
    "identified": (True, False),
}


def published(world: World, folder: Path) -> Home:
    """A home with the world published in it, chosen as the one that is read."""
    chosen = home(folder)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    written = hashlib.sha256(pickle.dumps(world)).digest()
    is_its_own = any(chosen.folder.iterdir())  # settings, say
    if is_its_own or written not in ASKED_FOR:
        _publish(world, chosen)
    else:
        shutil.copytree(_made(pickle.dumps(world)), folder, dirs_exist_ok=True, symlinks=True)
    ASKED_FOR.add(written)
    reader.use(chosen)
    return chosen


ASKED_FOR: set[bytes] = set()
"""Worlds that were published once; from the second time on tests get copies."""


def _publish(world: World, chosen: Home) -> None:
    with duckdb.connect(str(chosen.master)) as connection:
        write_world(connection, world)
    publish(chosen)


@cache
def _made(world: bytes) -> Path:
    folder = Path(mkdtemp(prefix="milepost-world-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _publish(pickle.loads(world), home(folder))
    return folder


def as_loaded(world: World) -> World:
    """The world as a load leaves it: who is not said to be identified is not, and money without a rate waits
    in quarantine."""
    for row in world.events:
        row["identified"] = bool(row["identified"])
    priced = [row for row in world.events if row["amount"] is None or _has_rate(world, row)]
    return replace(world, events=priced)


def _has_rate(world: World, row: dict[str, Any]) -> bool:
    return rate_on(world, row["currency"], local_day(world, row["occurred_at"])) is not None


def asked(metric: Metric, world: World, random: Random, window: Window) -> Slice:
    """A random slice: up to two groups, up to two filters, of dimensions that the oracle knows too."""
    known = [name for name in ORACLE[metric.name][1] if name in metric.sliced_by]
    slice = Slice(window, by=tuple(random.sample(known, random.choice((0, 0, 1, 1, 2)))))
    for name in random.sample(known, random.choice((0, 0, 1, 2))):
        values = _values(world, name)
        kept = random.sample(values, random.randint(1, min(2, len(values))))
        slice = slice.filtered(name, [_text(value) for value in kept])
    return slice


def differences(metric: Metric, world: World, slice: Slice) -> list[str]:
    """Where the two answers differ, in words; empty where they agree.

    Look-backs before the first order are asked all the same: the oracle knows no history.
    """
    if slice.window.start >= local_day(world, world.coverage):
        return []  # a period not begun has no value, whatever could be counted for it
    metric = replace(metric, look_back_days=0, switches=())
    if coverage(metric).missing_kinds or not getattr(
        world.settings, metric.needs_setting or "zone"
    ):
        return []  # nothing says what the metric needs: no data, where the oracle counts nought
    ours = {
        _group(value.group): value
        for value in evaluate.series(metric, EVERYONE, slice)
        if value.measurement is not None and (value.numerator or metric.certainty is not TOTAL)
    }
    by = evaluate.checked(metric, slice).by
    where = {name: {_value(name, text) for text in kept} for name, kept in slice.where}
    window = (slice.window.start, slice.window.end)
    theirs = {
        tuple(zip(sorted(by), _sorted_by_name(group, by), strict=True)): answer
        for group, answer in _oracle(metric, slice)(world, window, where, by).items()
        if _says_something(metric, answer)
        and not (metric.name == "roas" and UNALLOCATED in str(group))
    }
    found = [
        f"{group}: only the oracle has {theirs[group]}" for group in theirs.keys() - ours.keys()
    ]
    found += [f"{group}: only we have {ours[group]}" for group in ours.keys() - theirs.keys()]
    for group in ours.keys() & theirs.keys():
        found += _unequal(group, ours[group], theirs[group], metric)
    return found


def _oracle(metric: Metric, slice: Slice) -> Callable[..., dict[Any, Answer]]:
    """The oracle's question, read as the slice means it."""
    words = {
        "silence": slice.silence_days,
        "horizon": slice.horizon_days,
        "attribution": slice.attribution.value,
    }
    read = {name: words[name] for name in CATALOGUE[metric.name].switches if name in words}
    return partial(ORACLE[metric.name][0], **read)


def _sorted_by_name(group: tuple[Any, ...], by: tuple[str, ...]) -> list[Any]:
    return [value for _, value in sorted(zip(by, group, strict=True), key=lambda pair: pair[0])]


def _group(group: dict[str, str | None]) -> tuple[Any, ...]:
    return tuple((name, _value(name, group[name])) for name in sorted(group))


def _says_something(metric: Metric, answer: Answer) -> bool:
    if metric.certainty is COST:
        return answer.numerator > 0 and bool(answer.denominator)
    if metric.certainty is TOTAL:
        return bool(answer.numerator)
    if metric.certainty in (MEDIAN, P90, CYCLE):
        return bool(answer.values)
    if answer.denominator is None:
        return answer.numerator > 0
    return answer.denominator > 0


def _unequal(
    group: tuple[Any, ...], ours: evaluate.Value, theirs: Answer, metric: Metric
) -> list[str]:
    if metric.certainty in (MEDIAN, P90, CYCLE):
        assert ours.value is not None
        same = math.isclose(ours.value, theirs.numerator)
        return [] if same else [f"{group}: {ours.value}, the oracle says {theirs.numerator}"]
    pairs = [("numerator", ours.numerator, theirs.numerator)]
    if theirs.value is not None:
        pairs.append(("value", ours.value, theirs.value))
    if theirs.denominator is not None:
        pairs.append(("denominator", ours.denominator, theirs.denominator))
    return [
        f"{group}: {name} is {one}, the oracle says {other}"
        for name, one, other in pairs
        if one is None or not math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-6)
    ]


def _values(world: World, name: str) -> list[Any]:
    if name == "identified":
        return [True, False]
    if name == "online":
        return [True, False]
    column = name.removeprefix("first_")
    return sorted({row.get(column) for row in world.events}, key=str)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value or ""


def _value(name: str, text: str | None) -> Any:
    if name == "identified":
        return text == "true"
    return text or None


def aligned_windows() -> list[Window]:
    """Whole months, a quarter, a year, a week: the ones that roll-ups answer."""
    return [
        Window(date(2025, 2, 1), date(2025, 3, 1)),
        Window(date(2025, 5, 1), date(2025, 6, 1)),
        Window(date(2025, 4, 1), date(2025, 7, 1)),
        Window(date(2025, 1, 1), date(2026, 1, 1)),
        Window(date(2025, 3, 3), date(2025, 3, 10)),
    ]


def seeds(usual: int, most: int) -> list[Any]:
    """The first seeds are for `make test`; those after them for `make test-faults`."""
    return [*range(usual), *(pytest.param(n, marks=pytest.mark.faults) for n in range(usual, most))]
