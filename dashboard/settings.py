"""The few settings of a warehouse, each with its default and what it accepts."""

from dataclasses import dataclass, fields, replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import duckdb

from dashboard.business_hours import business_hours, written
from dashboard.errors import BadUse, unknown
from queries.calendar import Calendar

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Settings:
    """How the warehouse reads time and money. Kept in master.duckdb, published with each version."""

    currency: str = ""
    """Reporting currency, ISO 4217; empty until the first file with money names it."""
    zone: str = ""
    """Reporting time zone; empty until the first file names it, then UTC if it does not."""
    week_start: str = "monday"
    fiscal_year_start: int = 1
    """Month in which the year, and with it the quarters, begins."""
    response_target_seconds: int = 3600
    resolution_target_seconds: int = 86400
    business_hours: str = ""
    """When people answer, everywhere and in single regions, on the wall clock of the reporting zone; empty where nobody
    said so, and then nothing is counted in business hours. See dashboard/business_hours.py."""
    silence_days: int = 90
    """Days without an order after which a person counts as lapsed: the catalogue's 90. Another length is asked for
    per question, by the switch 'silence'."""

    @property
    def calendar(self) -> Calendar:
        return Calendar(WEEKDAYS.index(self.week_start), self.fiscal_year_start)

    @property
    def reporting_zone(self) -> str:
        return self.zone or "UTC"

    def changed(self, name: str, value: str) -> "Settings":
        """These settings with one changed; `BadUse` says what the setting accepts."""
        known = [field.name for field in fields(self)]
        if name not in known:
            raise unknown("setting", name, known)
        return replace(self, **{name: _checked(name, value)})


def _checked(name: str, value: str) -> Any:
    match name:
        case "currency":
            from dashboard.ingest.currencies import CURRENCIES

            if value.upper() not in CURRENCIES:
                raise BadUse(f"currency is '{value}'. Write an ISO 4217 code such as EUR.")
            return value.upper()
        case "zone":
            try:
                ZoneInfo(value)
            except (ZoneInfoNotFoundError, ValueError) as error:
                raise BadUse(
                    f"zone is '{value}', which is not a time zone. Write one such as Europe/London."
                ) from error
            return value
        case "business_hours":
            return written(business_hours(value))
        case "week_start":
            if value.lower() not in WEEKDAYS:
                raise unknown("weekday", value, WEEKDAYS)
            return value.lower()
        case "fiscal_year_start":
            if not (value.isdigit() and 1 <= int(value) <= 12):
                raise BadUse(f"fiscal_year_start is '{value}'. Write a month from 1 to 12.")
            return int(value)
        case "silence_days":
            if value != "90":
                raise BadUse(
                    "silence_days is 90, as the catalogue defines it. Ask for another length with "
                    "`milepost show churn --define silence=60`."
                )
            return 90
        case _:
            if not (value.isdigit() and int(value) > 0):
                raise BadUse(f"{name} is '{value}'. Write a whole number of seconds.")
            return int(value)


def stored_settings(connection: duckdb.DuckDBPyConnection) -> Settings:
    """The settings kept in the table `settings` of a master or a published version."""
    rows = connection.execute("select name, value from settings").fetchall()
    known = {field.name for field in fields(Settings)}
    settings = Settings()
    for name, value in rows:
        if name in known and value != "":
            settings = settings.changed(name, value)
    return settings


def store_setting(connection: duckdb.DuckDBPyConnection, name: str, value: str) -> Settings:
    """Check and keep one setting; the change shows from the next published version on."""
    settings = stored_settings(connection).changed(name, value)
    connection.execute(
        "insert or replace into settings values (?, ?)", [name, str(getattr(settings, name))]
    )
    return settings
