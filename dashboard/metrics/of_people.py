"""Which metrics a named group of people can narrow, and why others cannot be."""

from datetime import date
from functools import lru_cache

from dashboard.language import Said, said
from dashboard.metrics.declare import Metric
from dashboard.warehouse.reader import Question
from queries.kept_people import People, tables_of_nobody
from queries.slice import Slice, Window

A_MONTH_OF_NOBODY = Slice(Window(date(2000, 1, 1), date(2000, 2, 1)), people=People("nobody", ()))


def refuses_groups(metric: Metric) -> Said | None:
    """Why a metric cannot be narrowed to a named group of people; None where it can."""
    return _refuses_groups(metric.label, metric.question)


@lru_cache(maxsize=256)
def _refuses_groups(label: str, question: Question) -> Said | None:
    of_nobody = tables_of_nobody(question(A_MONTH_OF_NOBODY))
    if not of_nobody:
        return None
    if "spend_day" in of_nobody:
        return said(
            "{label} cannot be narrowed to a group of people: it rests on spend, which belongs to no person.",
            label=said(label),
        )
    return said(
        "{label} cannot be narrowed to a group of people: it rests on sums that know no single person.",
        label=said(label),
    )
