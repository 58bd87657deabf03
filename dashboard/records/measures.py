"""Numbers that no event records: what is kept by hand, and its values by day and group."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from dashboard.errors import BadUse, unknown
from dashboard.language import said
from dashboard.records import keep
from dashboard.records.keep import Actor, Pen
from dashboard.records.store import Store
from dashboard.records.tables import Measure, MeasureValue

UNITS = ("count", "percent", "money", "points", "seconds", "days", "ratio")
BETTER = ("higher", "lower", "neither")
COMBINED = ("sum", "mean", "last")
ACROSS = ("sum", "mean")
GRAINS = ("day", "week", "month", "quarter", "year")
LONGEST = 500
LONGEST_GROUP = 80

Row = tuple[date, str, float]
"""Day, group ('' for all), value."""


@dataclass(frozen=True)
class Written:
    """What became of rows that were kept: how many are new, replaced another value, or said the same again."""

    new: int = 0
    replaced: int = 0
    same: int = 0


def measures(store: Store) -> Sequence[Measure]:
    """All measures by name."""
    with store.reading() as session:
        found = session.scalars(select(Measure)).all()
    return sorted(found, key=lambda measure: measure.name.casefold())


def measure(store: Store, id: int) -> Measure | None:
    with store.reading() as session:
        return session.get(Measure, id)


def called(store: Store, name: str) -> Measure:
    """The measure of this name; `BadUse` with the nearest names where there is none."""
    found = measures(store)
    for one in found:
        if one.name.casefold() == name.strip().casefold():
            return one
    raise unknown("measure", name, [one.name for one in found])


def add(
    store: Store, by: Actor, *, name: str, unit: str, better: str, combined: str, grain: str,
    across: str = "", meaning: str = "", department: str = "", owner: str = "",
) -> Measure:  # fmt: skip
    """Keep a new measure; groups are added up where days are, unless said otherwise."""
    facts = _checked(
        name=name, unit=unit, better=better, combined=combined, grain=grain, meaning=meaning,
        across=across or ("sum" if combined == "sum" else "mean"), department=department, owner=owner,
    )  # fmt: skip
    with keep.writing(store, by) as pen, keep.unique(_taken(facts["name"])):
        return pen.add(Measure(**facts))


def change(store: Store, by: Actor, id: int, seen: int, **facts: Any) -> Measure:
    """Give it other facts; `Conflict` where somebody changed it since version `seen`."""
    with keep.writing(store, by) as pen, keep.unique(_taken(str(facts.get("name", "")))):
        return pen.change(Measure, id, seen, **_checked(**facts))


def remove(store: Store, by: Actor, id: int, seen: int) -> None:
    """Take it away with its values."""
    keep.remove(store, Measure, id, seen, by)


def values(store: Store, id: int) -> Sequence[MeasureValue]:
    """The values of a measure, oldest day first, groups in order."""
    question = (
        select(MeasureValue)
        .where(MeasureValue.measure_id == id)
        .order_by(MeasureValue.on_day, MeasureValue.part)
    )
    with store.reading() as session:
        return session.scalars(question).all()


def rows(store: Store, id: int) -> list[Row]:
    """The same as plain rows."""
    question = (
        select(MeasureValue.on_day, MeasureValue.part, MeasureValue.value)
        .where(MeasureValue.measure_id == id)
        .order_by(MeasureValue.on_day, MeasureValue.part)
    )
    with store.reading() as session:
        return [(day, part, value) for day, part, value in session.execute(question)]


def write(store: Store, by: Actor, id: int, given: Iterable[Row]) -> Written:
    """Keep these values, all or none; the same day and group replaces what was there."""
    with keep.writing(store, by) as pen:
        known = _known(pen, id)
        done = [_write(pen, id, row, known.get(row[:2])) for row in given]
    return Written(done.count("new"), done.count("replaced"), done.count("same"))


def _known(pen: Pen, id: int) -> dict[tuple[date, str], MeasureValue]:
    if pen.session.get(Measure, id) is None:
        raise keep.Gone(said("There is no such {kind}.", kind=said(Measure.spoken)))
    there = pen.session.scalars(select(MeasureValue).where(MeasureValue.measure_id == id))
    return {(value.on_day, value.part): value for value in there}


def _write(pen: Pen, id: int, row: Row, there: MeasureValue | None) -> str:
    day, part, number = row
    if there is None:
        pen.add(MeasureValue(measure_id=id, on_day=day, part=part, value=number))
        return "new"
    if there.value == number:
        return "same"
    pen.change(MeasureValue, there.id, there.version, value=number)
    return "replaced"


def change_value(
    store: Store, by: Actor, id: int, seen: int, *, on_day: date, part: str, value: float
) -> MeasureValue:
    """Correct one value; `Conflict` where somebody changed it since version `seen`."""
    facts = {"on_day": on_day, "part": " ".join(part.split()), "value": float(value)}
    with keep.writing(store, by) as pen, keep.unique(_there(on_day, part)):
        return pen.change(MeasureValue, id, seen, **facts)


def add_value(
    store: Store, by: Actor, measure_id: int, *, on_day: date, part: str, value: float
) -> MeasureValue:
    """Keep one more value; `BadUse` where its day and group have one."""
    made = MeasureValue(
        measure_id=measure_id, on_day=on_day, part=" ".join(part.split()), value=float(value)
    )
    with keep.writing(store, by) as pen, keep.unique(_there(on_day, part)):
        return pen.add(made)


def remove_value(store: Store, by: Actor, id: int, seen: int) -> None:
    keep.remove(store, MeasureValue, id, seen, by)


def _checked(**facts: Any) -> dict[str, Any]:
    """Facts as they are kept; `BadUse` names the field that cannot be so."""
    if "name" in facts:
        facts["name"] = keep.named(facts["name"], "The measure's name")
    for field, known in (
        ("unit", UNITS), ("better", BETTER), ("combined", COMBINED), ("across", ACROSS), ("grain", GRAINS),
    ):  # fmt: skip
        if field in facts and facts[field] not in known:
            raise unknown(field, facts[field], known)
    if len(facts.get("meaning", "")) > LONGEST:
        raise BadUse(
            said(
                "The meaning has {length} letters. Write at most {most}.",
                length=len(facts["meaning"]), most=LONGEST,
            )
        )  # fmt: skip
    return facts


def _taken(name: str) -> str:
    return said("There is a measure named '{name}' already. Choose another name.", name=name)


def _there(day: date, part: str) -> str:
    if part:
        return said(
            "There is a value of {day} for '{group}' already. Change that one.", day=day.isoformat(), group=part
        )  # fmt: skip
    return said("There is a value of {day} already. Change that one.", day=day.isoformat())
