"""Mistakes in a mapping are said with their place; the shipped ones have none."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from dashboard.errors import BadData, BadUse
from dashboard.ingest.contract import EVENT_COLUMNS, SMALL_TABLES
from dashboard.ingest.mapping_file import SCHEMA
from dashboard.ingest.mappings import mapping_names, read_mapping
from dashboard.paths import MAPPINGS
from tests.conftest import ROOT
from tests.ingest.conftest import Master
from tests.ingest.mapped import SHOP

MISTAKES = {
    "unknown key": (
        ("delimiter:", "delimitr:"),
        "'delimitr' is not known here. Did you mean 'delimiter'?",
    ),
    "unknown type": (("customer: integer", "customer: {type: intger}"), "Did you mean 'integer'?"),
    "unknown short type": (("customer: integer", "customer: intger"), "Did you mean 'integer'?"),
    "unknown column": (
        ("occurred_at: created", "occurred_at: creatd"),
        "Did you mean 'created' or",
    ),
    "unknown field": (("  region: country", "  regin: country"), "Did you mean 'region' or"),
    "unknown event": (("event: refund", "event: refnd"), "Did you mean 'refund'?"),
    "unknown condition": (("above: 0", "abov: 0"), "Did you mean 'above'?"),
    "unknown zone": (("Europe/Berlin", "Europe/Berlyn"), "no time zone"),
    "unknown currency": (("EUR", "EUX"), "no ISO 4217 code"),
    "key twice": (
        ("event_id: number", "event_id: number\nzone: UTC"),
        "line 16: 'zone' stands twice",
    ),
    "no yaml": (("columns:", "columns: ["), "Mend the YAML"),
    "no columns": (("columns:", "fields:"), "stands twice"),
    "no id": (("event_id: number\n", ""), "'event_id' is missing"),
    "no time": (("  occurred_at: created\n", ""), "'occurred_at' is missing"),
    "text as money": (("{amount: total}", "{amount: country}"), "text where integer or decimal"),
    "text as time": (("occurred_at: created", "occurred_at: number"), "text where time is needed"),
    "bare constant": (("region: country", "region: 5"), "should be text or a block"),
    "text against number": (("above: 0", "above: x"), "compared with a number"),
    "pattern on a number": (("above: 0", "matches: x"), "the column is decimal, not text"),
    "unsound pattern": (("column: returned, above: 0", "column: country, matches: '(?=x)'"), "RE2"),
    "unsound format": (("%d.%m.%Y %H:%M", "%d.%m.%Y %Q"), "is no time format"),
    "format without form": (("%d.%m.%Y %H:%M", "dd.mm.yyyy"), "is no time format"),
    "header twice": (("[No., Number]", "[No., customer]"), "Tell them apart with at"),
    "two words": (("region: country", "region: {column: country, constant: x}"), "exactly one of"),
    "a list as a name": (("customer: integer", "? [a]\n  : integer"), "a name is not text"),
    "unit missing": (
        ("region: country", "region: {after: created}"),
        "seconds, minutes, hours, days",
    ),
    "unit alone": (("region: country", "region: {minutes: total}"), "Write both or neither"),
    "late text": (
        ("region: country", "region: {after: country, days: total}"),
        "text where a time",
    ),
    "table with events": (("zone:", "table: spend\nzone:"), "takes fields and no events"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_a_mapping_is_said_with_its_place(tmp_path: Path, name: str):
    (old, new), words = MISTAKES[name]
    assert old in SHOP
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP.replace(old, new))
    with pytest.raises(BadData) as caught:
        read_mapping(str(path))
    assert words in str(caught.value)
    assert str(caught.value).startswith("shop.yaml")


def test_no_word_of_a_mapping_becomes_sql(master: Master):
    """Names, constants, formats and patterns that would end a statement, or a string in one."""
    evil = "x'); drop table events; --"
    own = yaml.safe_dump(
        {
            "name": "evil",
            "columns": {evil: "text", 'say "when"': "time"},
            "ignore": [{"rule": evil, "when": {"column": evil, "equals": evil}}],
            "event_id": {"hash": "all"},
            "fields": {"occurred_at": 'say "when"', "comment": {"constant": evil}},
            "events": [{"event": "visit", "name": evil}],
        },
        sort_keys=False,
    )
    path = master.write("evil.yaml", own)
    text = f'"{evil}","say ""when"""\n"{evil}",2026-08-01\nc,\'\nb,2026-08-01\n'
    (result,) = master.load(master.write("a.csv", text), mapping=str(path))
    assert (result.counts.ignored, result.counts.accepted, result.counts.quarantined) == (1, 1, 1)
    assert master.one("select comment from events") == evil


def test_unknown_mappings_name_the_near_ones():
    with pytest.raises(BadUse, match="Did you mean 'online_retail'"):
        read_mapping("online_retial")


def test_a_mapping_of_the_home_is_found_by_name(master: Master):
    master.home.mappings.mkdir(parents=True)
    (master.home.mappings / "shop.yaml").write_text(SHOP)
    assert read_mapping("shop", master.home).currency == "EUR"


@pytest.mark.parametrize("name", mapping_names())
def test_every_shipped_mapping_is_sound_and_fits_the_schema(name: str):
    assert read_mapping(name).name == name
    values = yaml.safe_load((MAPPINGS / f"{name}.yaml").read_text())
    Draft202012Validator(json.loads(SCHEMA.read_text())).validate(values)


def test_the_page_on_data_names_every_shipped_mapping():
    page = (ROOT / "docs/data.md").read_text()
    own = {name for name in mapping_names() if not name.startswith("milepost")}
    assert {name for name in own if f"{name}`" not in page and f"{name} " not in page} == set()


def test_the_schema_is_a_sound_schema():
    Draft202012Validator.check_schema(json.loads(SCHEMA.read_text()))


def test_the_shipped_mappings_of_the_contract_name_all_its_columns():
    assert list(read_mapping("milepost").columns) == list(EVENT_COLUMNS)
    for table, columns in SMALL_TABLES.items():
        assert list(read_mapping(f"milepost_{table}").columns) == list(columns)
