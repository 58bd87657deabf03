"""What an amount is worth in the reporting currency."""

from datetime import date, timedelta

from tests.oracle.world import Row, World

RATE_HOLDS = timedelta(days=7)


def rate_on(world: World, currency: str | None, day: date) -> float | None:
    """Reporting currency per unit: the latest rate of that day or of the seven days before it.

    An amount that names no currency is in the reporting currency. None where no rate holds.
    """
    if currency is None or currency == world.settings.currency:
        return 1.0
    latest: Row | None = None
    for rate in world.fx_rates:
        if rate["currency"] != currency or not day - RATE_HOLDS <= rate["day"] <= day:
            continue
        if latest is None or rate["day"] > latest["day"]:
            latest = rate
    return None if latest is None else float(latest["rate"])
