"""Figures that others printed about data without dates: counted here, judged by our intervals and differences."""

import csv
import gzip
import io
import os
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.insight.differences import newcombe
from dashboard.insight.intervals import wilson

DATA = Path(os.environ.get("MILEPOST_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))

pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason=f"the public data are not in {DATA} (MILEPOST_REAL_DATA names them)"
)

Tally = dict[str, tuple[int, int]]
"""Group → how many did and of how many."""


def tally(pairs: Iterator[tuple[str, bool]]) -> Tally:
    did: Counter[str] = Counter()
    all_of_them: Counter[str] = Counter()
    for group, yes in pairs:
        all_of_them[group] += 1
        did[group] += yes
    return {group: (did[group], n) for group, n in all_of_them.items()}


def added(found: Tally) -> tuple[int, int]:
    return sum(k for k, _ in found.values()), sum(n for _, n in found.values())


def share(found: tuple[int, int]) -> float:
    k, n = found
    low, high = wilson(k, n)
    assert low < k / n < high
    return round(100 * k / n, 2)


def test_figure_12_a_bank_that_telephones() -> None:
    with zipfile.ZipFile(DATA / "bank_marketing" / "bank-additional.zip") as archive:
        file = io.TextIOWrapper(archive.open("bank-additional/bank-additional-full.csv"))
        rows = csv.DictReader(file, delimiter=";")
        found = tally((row["contact"], row["y"] == "yes") for row in rows)
    assert found == {"cellular": (3853, 26144), "telephone": (787, 15044)}
    assert added(found) == (4640, 41188)
    assert share(added(found)) == 11.27
    low, high = newcombe(*found["cellular"], *found["telephone"])
    # 14.74 % − 5.23 % = 9.51 points; simple limits are 9.51 ± 1.96 × .282 = 8.95 to 10.06
    assert (low, high) == pytest.approx((0.0895, 0.1006), abs=2e-4)


def test_figure_13_visitors_who_come_back_buy_less() -> None:
    path = DATA / "online_shoppers" / "online_shoppers_intention.csv"
    with path.open(newline="") as file:
        rows = csv.DictReader(file)
        found = tally((row["VisitorType"], row["Revenue"] == "TRUE") for row in rows)
    assert added(found) == (1908, 12330)
    assert share(added(found)) == 15.47
    assert round(share(found["New_Visitor"]), 1) == 24.9
    assert round(share(found["Returning_Visitor"]), 1) == 13.9
    low, _ = newcombe(*found["New_Visitor"], *found["Returning_Visitor"])
    assert low > 0


def test_figure_14_an_email_test_with_three_arms() -> None:
    with gzip.open(DATA / "hillstrom" / "hillstrom.csv.gz", "rt", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 64000
    visits = tally((row["segment"], row["visit"] == "1") for row in rows)
    sales = tally((row["segment"], row["conversion"] == "1") for row in rows)
    arms = ("Mens E-Mail", "Womens E-Mail", "No E-Mail")
    assert [share(visits[arm]) for arm in arms] == [18.28, 15.14, 10.62]
    assert [share(sales[arm]) for arm in arms] == [1.25, 0.88, 0.57]
    spent = Counter[str]()
    for row in rows:
        spent[row["segment"]] += float(row["spend"])  # type: ignore[assignment]
    assert [round(spent[arm] / visits[arm][1], 2) for arm in arms] == [1.42, 1.08, 0.65]
    low, high = newcombe(*visits["Mens E-Mail"], *visits["No E-Mail"])
    assert (round(100 * low, 2), round(100 * high, 2)) == (7.00, 8.32)


def test_figure_11_leads_that_became_deals() -> None:
    folder = DATA / "olist_leads"
    with (folder / "olist_closed_deals_dataset.csv").open(newline="") as file:
        won = {row["mql_id"] for row in csv.DictReader(file)}
    with (folder / "olist_marketing_qualified_leads_dataset.csv").open(newline="") as file:
        found = tally((row["origin"], row["mql_id"] in won) for row in csv.DictReader(file))
    assert added(found) == (842, 8000)
    assert share(added(found)) == 10.53  # 10.525
    assert found["social"] == (75, 1350)
    assert found["organic_search"] == (271, 2296)
    assert found["paid_search"] == (195, 1586)
    assert (found["unknown"][1], found[""][1]) == (1099, 60)
    assert share(found["social"]) == 5.56
