"""What the documentation says is what the code does; `make docs` writes it again."""

import re

import pytest

from dashboard.cli import Commands
from dashboard.ingest.contract import EVENT_COLUMNS, EVENT_KINDS, SMALL_TABLES
from dashboard.metrics.catalogue import CATALOGUE
from tests import docs
from tests.conftest import ROOT

STALE = "run `make docs`"


def test_the_page_of_metrics_is_what_they_declare():
    assert (ROOT / docs.METRICS).read_text() == docs.metrics_page(), STALE


def test_the_page_of_commands_is_what_they_say_of_themselves():
    assert (ROOT / docs.COMMANDS).read_text() == docs.command_reference(), STALE


def test_the_readme_lists_every_metric():
    readme = (ROOT / "README.md").read_text()
    assert readme == docs.with_metrics(readme), STALE


def test_the_russian_readme_lists_the_same_metrics():
    rows = re.findall(r"^\| `(\w+)` \|", (ROOT / "README.ru.md").read_text(), flags=re.M)
    assert [name for name in rows if name in CATALOGUE] == list(CATALOGUE)


def test_the_page_on_data_names_every_column_kind_and_table():
    page = (ROOT / "docs/data.md").read_text()
    known = {*EVENT_COLUMNS, *EVENT_KINDS, *SMALL_TABLES}
    known |= {column for columns in SMALL_TABLES.values() for column in columns}
    assert {name for name in known if f"`{name}`" not in page} == set()


@pytest.mark.parametrize("command", Commands.modules)
def test_the_help_of_each_command_shows_an_example(milepost, command):
    shown = milepost(command, "--help")
    assert shown.returncode == 0, shown.stderr
    assert f"milepost {command}" in shown.stdout.partition("\n")[2]
