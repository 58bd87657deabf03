"""The demo company and its story, as the constants that the SQL reads."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from dashboard.paths import DEMO

PLACES = 500
"""Places of a wheel: the finest share that a wheel can tell is 1 in 500."""

TABLES = ("regions", "segments", "channels", "sources", "categories")
SPOILT = "spoilt"
"""The mood of who has bought from the leaking batch."""

Facts = dict[str, Any]


def company() -> Facts:
    """What the company is: regions, segments, channels, sources, categories and their rates."""
    return _read("company.yaml")


def story() -> Facts:
    """What happens to the company: dates, places and sizes of everything planted."""
    return _read("story.yaml")


def _read(name: str) -> Facts:
    facts: Facts = yaml.safe_load((DEMO / name).read_text(encoding="utf-8"))
    return facts


def wheel(shares: Mapping[Any, float]) -> list[Any]:
    """A list in which each name fills its share of the places; a uniform draw then picks by share."""
    total, passed = sum(shares.values()), 0.0
    places: list[Any] = []
    for name, share in shares.items():
        passed += share
        places += [name] * (round(PLACES * passed / total) - len(places))
    return places


def constants(company: Facts, story: Facts, events: int, seed: int) -> Facts:
    """Everything that holds for the whole history, by the name under which the SQL asks for it."""
    midnights = _midnights(company)
    return {
        **_wheels(company),
        "seed": str(seed),
        "company": _scalars(company),
        "tables": {name: company[name] for name in TABLES}
        | {"pools": comment_pools(company, story)},
        "story": story,
        "midnights": midnights[:-1],
        "ends_at": midnights[-1],
        "joins_at_start": events / company["events_per_monthly_join"],
        "share_kept": _share_kept(company["customers"], story["pilot"]),
        "mean_channel_response": _mean_channel_response(company),
    }


def comment_pools(company: Facts, story: Facts) -> list[Facts]:
    """What may be written, by survey, mood and language."""
    pools = [
        {
            "survey": survey,
            "mood": mood,
            "language": language,
            "comments": [text for texts in topics.values() for text in texts[language]],
        }
        for survey, moods in company["comments"].items()
        for mood, topics in moods.items()
        for language in ("en", "ru")
    ]
    leaks = {"en": story["quality"]["comments"], "ru": story["quality"]["comments_in_russian"]}
    return pools + [
        {"survey": "after delivery", "mood": SPOILT, "language": language, "comments": comments}
        for language, comments in leaks.items()
    ]


def _share_kept(customers: Facts, pilot: Facts) -> float:
    """Share of the customers about to leave whom the pilot must keep to lift retention by its points."""
    lost = 1 - customers["retention"]
    return float(pilot["retention_points"] / 100 / lost / customers["kept_who_order"])


def _scalars(company: Facts) -> Facts:
    """The company without what becomes tables and wheels; the SQL names the rest all the time."""
    mapped = {"orders": ("rates", "hours"), "tickets": ("hours",), "visits": ("sources",)}
    plain = {n: facts for n, facts in company.items() if n not in (*TABLES, "comments")}
    for name, wheels in mapped.items():
        plain[name] = {k: v for k, v in company[name].items() if k not in wheels}
    return plain


def _wheels(company: Facts) -> Facts:
    def shares(table: str, name: str, share: str) -> Facts:
        return {row[name]: row[share] for row in company[table]}

    wheels = {
        "regions": shares("regions", "region", "joins"),
        "segments": shares("segments", "segment", "share"),
        "join_sources": shares("sources", "source", "joins"),
        "rates": company["orders"]["rates"],
        "shop_hours": company["orders"]["hours"],
        "ticket_hours": company["tickets"]["hours"],
        "ticket_channels": company["tickets"]["channels"],
        "visit_channels": company["visits"]["channels"],
        "visit_sources": company["visits"]["sources"],
        "repeat_sources": company["visits"]["repeat_sources"],
        "devices": company["devices"],
    }
    return {f"wheel_{name}": wheel(of) for name, of in wheels.items()}


def _midnights(company: Facts) -> list[datetime]:
    """Each local midnight of the history in naive UTC, and the one at its end."""
    zone = ZoneInfo(company["zone"])
    days = (company["ends_on"] - company["starts_on"]).days
    local = (company["starts_on"] + timedelta(days=day) for day in range(days + 1))
    return [
        datetime.combine(day, time(), zone).astimezone(UTC).replace(tzinfo=None) for day in local
    ]


def _mean_channel_response(company: Facts) -> float:
    times = {row["channel"]: row["response"] for row in company["channels"]}
    shares = company["tickets"]["channels"]
    weighted = sum(times[channel] * share for channel, share in shares.items())
    return float(weighted / sum(shares.values()))


def months(company: Facts) -> list[Facts]:
    """What differs from month to month; before them all, the customers whom the company already had."""
    starts = []
    day = company["starts_on"]
    while day < company["ends_on"]:
        starts.append(day)
        day += timedelta(days=monthrange(day.year, day.month)[1])
    return [_month(company, -1, starts[0])] + [
        _month(company, number, first) for number, first in enumerate(starts)
    ]


def _month(company: Facts, number: int, first: date) -> Facts:
    customers, visits, orders = company["customers"], company["visits"], company["orders"]
    years = max(number, 0) / 12
    growth = (1 + customers["growth_a_month"]) ** max(number, 0)
    season = orders["season"][first.month - 1]
    stock = (1 - customers["one_off_share"]) / customers["leave_a_month"]
    days = monthrange(first.year, first.month)[1]
    return {
        "number": number,
        "is_stock": number < 0,
        "first_on": first,
        "days": days,
        "season": season,
        "growth": growth,
        "wins": stock if number < 0 else growth * season,
        "price_level": (1 + customers["inflation_a_year"]) ** years,
        "tickets": (1 + customers["tickets_growth_a_month"]) ** max(number, 0),
        "conversion": visits["conversion_season"][first.month - 1]
        * (1 + visits["conversion_growth_a_year"]) ** years,
    }


def month_wheels(company: Facts, month: Facts) -> Facts:
    """The wheels that turn with the calendar: weekdays, seasons of categories, the move between channels."""
    first, days = month["first_on"], month["days"]
    return {
        "wheel_month_days": _day_wheel(first, days, company["orders"]["weekday"]),
        "wheel_month_ticket_days": _day_wheel(first, days, company["tickets"]["weekday"]),
        "wheel_month_channels": _channel_wheel(company, first),
        "wheel_month_categories": _category_wheel(company, first),
    }


def _day_wheel(first: date, days: int, weekday: list[float]) -> list[int]:
    return wheel({day: weekday[(first + timedelta(days=day)).weekday()] for day in range(days)})


def _channel_wheel(company: Facts, first: date) -> list[str]:
    """Channels drift from their first share to their last over the whole history."""
    history = company["ends_on"] - company["starts_on"]
    passed = (first - company["starts_on"]) / history
    return wheel(
        {
            row["channel"]: row["orders"] + (row["later"] - row["orders"]) * passed
            for row in company["channels"]
        }
    )


def _category_wheel(company: Facts, first: date) -> list[str]:
    season = {5: "summer", 6: "summer", 7: "summer", 8: "summer", 11: "winter", 12: "winter"}
    named = season.get(first.month)
    return wheel(
        {row["category"]: row["share"] * row.get(named, 1) for row in company["categories"]}
    )
