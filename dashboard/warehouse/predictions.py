"""What customers will bring in the coming twelve months, foretold when a version is published and kept with it.

BG/NBD says how often they will order, Gamma–Gamma how much they will spend. Where data are too thin for that, the
reason is kept in place of the numbers.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.insight import bg_nbd, gamma_gamma
from dashboard.insight.bg_nbd import BgNbd, Histories
from dashboard.insight.gamma_gamma import GammaGamma
from dashboard.language import said
from dashboard.warehouse.model_reasons import FEW_REPEATERS, NO_ORDERS, SHORT_HISTORY, UNSTEADY

Numbers = NDArray[np.float64]

YEAR = 365 / 7
"""Weeks foretold."""
FEWEST_REPEATERS = 300
GAPS_OF_HISTORY = 3
"""The history must be so many times as long as the usual gap between two orders."""
MOST_FITTED = 20_000
"""People that the parameters are found from: more make them no surer than they need to be."""
DRAWS = 100
MOST_DRAWN = 3_000
"""People in one draw of the bootstrap; its spread is scaled to the number fitted."""
LONGEST_HOLDOUT = 182  # days
AT_ONCE = 200_000
"""People foretold at a time."""
PARAMETERS = 7
STEP = 1e-4
"""On the log scale, for slopes."""


@dataclass(frozen=True)
class Buyers:
    """People with an order, as the models see them; arrays of one length."""

    person: NDArray[np.int64]
    histories: Histories
    mean: Numbers
    """Net spend of an order day after the first, on average; 0 for those with one order day."""

    def of(self, which: NDArray[np.int64]) -> "Buyers":
        return Buyers(self.person[which], self.histories.of(which), self.mean[which])

    @property
    def spending(self) -> NDArray[np.bool_]:
        """Those who came back and spent something: the model of spend is fitted to them."""
        return (self.histories.x > 0) & (self.mean > 0)


@dataclass(frozen=True)
class Model:
    orders: BgNbd
    spend: GammaGamma


class TooThin(Exception):
    """Why there is no model, in words."""


def predict(connection: duckdb.DuckDBPyConnection) -> None:
    """Write the tables `value_model` (one row) and `prediction` (one row per person with an order)."""
    connection.execute(_TABLES)
    until = _covered(connection)
    buyers = _buyers(connection, until) if until else None
    facts: dict[str, object] = {"until_day": until, "people": len(buyers.person) if buyers else 0}
    if until and buyers:
        facts["repeaters"] = int((buyers.histories.x > 0).sum())
        try:
            _refuse_thin(connection, buyers)
            facts |= _predicted(connection, buyers, until)
        except TooThin as error:
            facts["reason"] = str(error)
        except ValueError as error:
            facts["reason"] = str(error)
    else:
        facts |= {"repeaters": 0, "reason": str(NO_ORDERS)}
    names = ", ".join(facts)
    marks = ", ".join("?" * len(facts))
    connection.execute(f"insert into value_model ({names}) values ({marks})", list(facts.values()))


_TABLES = """
create table value_model (
    reason varchar, until_day date, people bigint, repeaters bigint, fitted bigint,
    r double, alpha double, a double, b double, p double, q double, gamma double,
    correlation double, holdout_days bigint, holdout_foretold double, holdout_came double
);
create table prediction (
    person integer, alive double, orders_year double, value_year double,
    lean_1 double, lean_2 double, lean_3 double, lean_4 double, lean_5 double, lean_6 double, lean_7 double
);
"""


def _covered(connection: duckdb.DuckDBPyConnection) -> date | None:
    """The last local day that is wholly covered by every feed of orders and refunds."""
    [(day,)] = connection.execute(
        "select min(timezone(getvariable('zone'), timezone('UTC', covered_until))::date) - 1 from feed "
        "semi join (from feed_event where event in ('order', 'refund')) using (feed)"
    ).fetchall()
    found: date | None = day
    return found


def _buyers(connection: duckdb.DuckDBPyConnection, until: date) -> Buyers | None:
    """Everybody who had ordered by the end of a day, as it stood then."""
    table = connection.sql(
        "select person, count(*)::double - 1 as x, (max(day) - min(day)) / 7.0 as t_x, "
        "($1::date - min(day)) / 7.0 as age, "
        "coalesce((sum(net) - arg_min(net, day)) / nullif(count(*) - 1, 0), 0) as mean "
        "from buyer_day where day <= $1 group by person order by person",
        params=[until],
    ).to_arrow_table()
    if not table.num_rows:
        return None
    columns = {name: table.column(name).to_numpy() for name in table.column_names}
    x, t_x, age, mean = (columns[name].astype(np.float64) for name in ("x", "t_x", "age", "mean"))
    return Buyers(columns["person"].astype(np.int64), Histories(x, t_x, age), mean)


def _refuse_thin(connection: duckdb.DuckDBPyConnection, buyers: Buyers) -> None:
    repeaters = int(buyers.spending.sum())
    if repeaters < FEWEST_REPEATERS:
        raise TooThin(said(FEW_REPEATERS, needed=FEWEST_REPEATERS, repeaters=f"{repeaters:,}"))
    [(gap,)] = connection.execute(
        "select median(next_day - day) from presence where kind = 'buyer' and next_day < date '5000-01-01'"
    ).fetchall()
    days = int(buyers.histories.T.max() * 7)
    if days < GAPS_OF_HISTORY * gap:
        raise TooThin(said(SHORT_HISTORY, days=days, gaps=GAPS_OF_HISTORY, gap=f"{gap:.0f}"))


def _predicted(
    connection: duckdb.DuckDBPyConnection, buyers: Buyers, until: date
) -> dict[str, object]:
    """Fit, foretell everybody, look how well the model would have foretold the last months; what to remember of it."""
    sample = _some(buyers, MOST_FITTED)
    model = _fit(sample)
    spread = _spread(sample, model)
    for start in range(0, len(buyers.person), AT_ONCE):
        part = buyers.of(np.arange(start, min(start + AT_ONCE, len(buyers.person))))
        _write(connection, part, model, spread)
    repeaters = sample.spending
    correlation = np.corrcoef(sample.histories.x[repeaters], sample.mean[repeaters])[0, 1]
    return {
        "fitted": len(sample.person),
        **vars(model.orders),
        **vars(model.spend),
        "correlation": float(correlation) if np.isfinite(correlation) else None,
        **_holdout(connection, until, buyers),
    }


def _some(buyers: Buyers, most: int) -> Buyers:
    """At most so many, drawn alike each time."""
    if len(buyers.person) <= most:
        return buyers
    drawn = np.random.default_rng(0).choice(len(buyers.person), most, replace=False)
    return buyers.of(np.sort(drawn))


def _fit(buyers: Buyers, weights: Numbers | None = None, start: Model | None = None) -> Model:
    spending = buyers.spending
    orders = bg_nbd.fit(buyers.histories, weights, start.orders if start else None)
    spend = gamma_gamma.fit(
        buyers.histories.x[spending],
        buyers.mean[spending],
        None if weights is None else weights[spending],
        start.spend if start else None,
    )
    return Model(orders, spend)


def _spread(sample: Buyers, model: Model) -> Numbers:
    """How the logarithms of the parameters scatter: a root of their covariance, shape (7, 7).

    Bootstrap by person, of at most MOST_DRAWN people at a time and scaled to all that were fitted (m out of n; Bickel,
    Götze & van Zwet 1997, Statistica Sinica 7:1). A draw without a model of its own is left out.
    """
    drawn = _some(sample, MOST_DRAWN)
    random = np.random.default_rng(1)
    found = []
    for _ in range(DRAWS):
        weights = random.multinomial(
            len(drawn.person), np.full(len(drawn.person), 1 / len(drawn.person))
        )
        try:
            draw = _fit(drawn, weights.astype(np.float64), model)
        except ValueError:
            continue
        found.append(np.concatenate([draw.orders.logs, draw.spend.logs]))
    if len(found) < DRAWS // 2:
        raise TooThin(UNSTEADY)
    covariance = np.cov(np.array(found), rowvar=False) * len(drawn.person) / len(sample.person)
    values, vectors = np.linalg.eigh(covariance)
    root: Numbers = vectors * np.sqrt(np.maximum(values, 0.0))
    return root


def _values(buyers: Buyers, orders: BgNbd, spend: GammaGamma) -> Numbers:
    expected = bg_nbd.expected_orders(orders, buyers.histories, YEAR)
    found: Numbers = expected * gamma_gamma.expected_spend(spend, buyers.histories.x, buyers.mean)
    return found


def _write(
    connection: duckdb.DuckDBPyConnection, buyers: Buyers, model: Model, root: Numbers
) -> None:
    """Each person's numbers, and how much their value leans on each independent error of the parameters."""
    columns = {
        "person": buyers.person,
        "alive": bg_nbd.alive(model.orders, buyers.histories),
        "orders_year": bg_nbd.expected_orders(model.orders, buyers.histories, YEAR),
        "value_year": _values(buyers, model.orders, model.spend),
    }
    leans = _slopes(buyers, model) @ root
    columns |= {f"lean_{n + 1}": leans[:, n] for n in range(PARAMETERS)}
    table = pa.table(columns)
    connection.register("foretold", table)
    connection.execute("insert into prediction select * from foretold")
    connection.unregister("foretold")


def _slopes(buyers: Buyers, model: Model) -> Numbers:
    """Slopes of each person's value by the logarithms of the seven parameters: shape (people, 7)."""
    logs = np.concatenate([model.orders.logs, model.spend.logs])
    slopes = np.empty((len(buyers.person), PARAMETERS))
    for n in range(PARAMETERS):
        up, down = logs.copy(), logs.copy()
        up[n] += STEP
        down[n] -= STEP
        slopes[:, n] = (_at(buyers, up) - _at(buyers, down)) / (2 * STEP)
    return slopes


def _at(buyers: Buyers, logs: Numbers) -> Numbers:
    return _values(buyers, BgNbd.of_logs(logs[:4]), GammaGamma.of_logs(logs[4:]))


def _holdout(
    connection: duckdb.DuckDBPyConnection, until: date, buyers: Buyers
) -> dict[str, object]:
    """Order days of the last months, as a model that had not seen them foretells them; empty where too thin."""
    days = min(LONGEST_HOLDOUT, int(buyers.histories.T.max() * 7) // 3)
    before = _buyers(connection, until - timedelta(days=days))
    if before is None or days < 7 or before.spending.sum() < FEWEST_REPEATERS:
        return {}
    try:
        model = bg_nbd.fit(_some(before, MOST_FITTED).histories)
    except ValueError:
        return {}
    [(came,)] = connection.execute(
        "with known as (select person from buyer_day where day <= $1 group by person) "
        "select count(*) from buyer_day semi join known using (person) where day > $1 and day <= $2",
        [until - timedelta(days=days), until],
    ).fetchall()
    foretold = bg_nbd.expected_orders(model, before.histories, days / 7).sum()
    return {"holdout_days": days, "holdout_foretold": float(foretold), "holdout_came": float(came)}
