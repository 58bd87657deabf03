"""Campaigns: what each cost and brought, those without orders and orders without spend among them."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal

from dashboard.access import Viewer
from dashboard.language import Said, said
from dashboard.metrics.analysis import CAMPAIGNS, TOO_FEW, is_kept_from, missing, named, prepared
from dashboard.metrics.catalogue.acquisition import CAC, ROAS
from dashboard.metrics.certainty import Measurement
from dashboard.metrics.coverage import Coverage
from dashboard.metrics.evaluate import FEW, Group
from dashboard.warehouse import reader
from queries.acquisition_rows import UNALLOCATED
from queries.campaigns import campaign_members
from queries.campaigns import campaigns as question
from queries.people import people_in_groups_of
from queries.slice import Slice, Window

BY = ("source", "campaign")

State = Literal["returned", "no orders", "no spend"]


@dataclass(frozen=True)
class Campaign:
    """One campaign of one source; money in the reporting currency. None is what few people keep back."""

    group: Group
    spend: float
    orders: int | None
    revenue: float | None
    customers: int | None
    """Whose first order is put down to it."""
    roas: Measurement | None = None
    cac: Measurement | None = None
    """What one of them cost."""
    reason: str | None = None

    @property
    def state(self) -> State:
        if self.spend <= 0:
            return "no spend"
        return "no orders" if self.orders == 0 else "returned"


@dataclass(frozen=True)
class Campaigns:
    """All campaigns of a window, the dearest first, then those that cost nothing by what they sold."""

    rows: tuple[Campaign, ...]
    total: Campaign | None
    """All of them; its return on spend is that of sources with spend alone."""
    window: Window
    left_out: Said | None = None
    """Days of the window that orders or spend do not cover."""
    unallocated: float = 0.0
    """Spend of no region, which a filter by region leaves out."""
    reason: str | None = None


def campaigns(viewer: Viewer, slice: Slice) -> Campaigns:
    """What each campaign cost and brought on the days that both spend and orders cover."""
    asked, covered = prepared(CAMPAIGNS, replace(slice, grain=None, by=("campaign",)))
    asked = replace(asked, by=BY)
    if reason := missing(covered):
        return Campaigns((), None, slice.window, reason=reason)
    window, left_out = _covered(asked.window, covered)
    if window is None:
        return Campaigns((), None, slice.window, reason=left_out)
    asked = asked.with_window(window)
    few = _few(viewer, asked)
    rows = [_campaign(viewer, row, few) for row in reader.read(viewer, question, asked)]
    rows = [row for row in rows if row.spend or row.orders != 0 or row.revenue or row.customers]
    reason = None if rows else "no spend and no orders in this window"
    return Campaigns(
        tuple(sorted(rows, key=_rank)), _total(viewer, asked) if rows else None, window, left_out,
        _unallocated(viewer, asked), reason,
    )  # fmt: skip


def _covered(window: Window, covered: Coverage) -> tuple[Window | None, Said | None]:
    if covered.day is None or covered.day >= window.end:
        return window, None
    if covered.day <= window.start:
        return None, said("spend and orders reach to before {day} only", day=covered.day)
    return Window(window.start, covered.day), said(
        "Spend and orders are both known until {day}; later days of the window are left out.",
        day=covered.day - timedelta(days=1),
    )


def _few(viewer: Viewer, slice: Slice) -> frozenset[tuple[Any, ...]]:
    if viewer.may_see_people:
        return frozenset()
    found = reader.read(viewer, people_in_groups_of(campaign_members), slice)
    return frozenset(
        tuple(row[name] for name in slice.by) for row in found if 0 < row["people"] < FEW
    )


def _campaign(viewer: Viewer, row: dict[str, Any], few: frozenset[tuple[Any, ...]]) -> Campaign:
    group = tuple(row[name] for name in BY)
    spend, orders = row["spend"] or 0.0, int(row["orders"] or 0)
    customers = int(row["customers"] or 0)
    if group in few or is_kept_from(viewer, orders, customers):
        return Campaign(named(group, BY), spend, None, None, None, reason=TOO_FEW)
    return Campaign(
        named(group, BY), spend, orders, row["net"] or 0.0, customers,
        *_measured(spend, row["net"], orders, row["sum_yy"], customers),
    )  # fmt: skip


def _measured(
    spend: float, net: float | None, orders: int, sum_yy: float | None, customers: int
) -> tuple[Measurement | None, Measurement | None]:
    """Return on the spend and cost of a new customer, as the catalogue's metrics measure them."""
    if spend <= 0:
        return None, None
    returned = {"numerator": net, "denominator": spend, "n": orders, "sum_yy": sum_yy}
    cost = {"numerator": spend, "denominator": customers}
    return ROAS.certainty.measure(returned, 1.0), CAC.certainty.measure(cost, 1.0)


def _total(viewer: Viewer, slice: Slice) -> Campaign:
    [row] = reader.read(viewer, question, replace(slice, by=()))
    [returned] = reader.read(viewer, ROAS.question, replace(slice, by=())) or ({},)
    spend, customers = row["spend"] or 0.0, int(row["customers"] or 0)
    _, cost = _measured(spend, 0.0, 0, 0.0, customers)
    roas = ROAS.certainty.measure(returned, 1.0) if returned else None
    return Campaign(
        {}, spend, int(row["orders"] or 0), row["net"] or 0.0, customers, roas, cost
    )  # fmt: skip


def _unallocated(viewer: Viewer, slice: Slice) -> float:
    """Spend of no region under the other filters, where regions are asked for."""
    if slice.values("region") is None or viewer.regions is not None:
        return 0.0
    others = tuple(pair for pair in slice.where if pair[0] != "region")
    asked = replace(slice, by=(), where=others).filtered("region", [UNALLOCATED])
    return sum(row["spend"] or 0.0 for row in reader.read(viewer, question, asked))


def _rank(row: Campaign) -> tuple[float, float, str]:
    return (-row.spend, -(row.revenue or 0.0), str(row.group))
