"""`milepost goals`: the list, the file, and what it says."""

import json

import pytest
from click.testing import CliRunner

from dashboard.cli import milepost
from dashboard.errors import BadData, BadUse
from dashboard.progress import goals
from dashboard.records.store import opened
from tests import homes


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    found = homes.one_day(tmp_path_factory.mktemp("goals"))
    goals.set_demo_goals(opened(found))
    return found


def run(home, *words):
    result = CliRunner().invoke(
        milepost, ["--home", str(home.folder), "goals", *words], catch_exceptions=True
    )
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_goals_are_listed_with_how_often_they_were_moved(home):
    rows = {row["goal"]: row for row in json.loads(run(home, "list", "--format", "json").stdout)}
    assert len(rows) == 15
    assert rows["retention"] | {"where": ""} == rows["retention"]
    assert (rows["retention"]["target"], rows["retention"]["moved"], rows["retention"]["moved_on"]) == (
        "75", 1, "2026-04-14",
    )  # fmt: skip
    assert rows["conversion in the South"]["where"] == "region=South"
    assert rows["churn"]["target"] == "-25 %"
    assert rows["recommendation after delivery"]["target"] == "+5.6 points"


def test_a_file_is_exported_compared_and_applied(home, tmp_path):
    path = tmp_path / "goals.yaml"
    assert "15 goals" in run(home, "export", "-o", str(path)).stderr
    assert run(home, "diff", str(path)).stderr == "Nothing to change; 15 are as in the file.\n"
    text = path.read_text()
    path.write_text(text.replace("owner: Pavel Brandt", "owner: Ann"))
    [row] = json.loads(run(home, "diff", str(path), "--format", "json").stdout)
    assert (row["does"], row["field"], row["before"], row["after"]) == (
        "changed",
        "owner",
        "Pavel Brandt",
        "Ann",
    )
    assert run(home, "apply", str(path)).stderr == "1 changed; 14 are as in the file.\n"
    assert run(home, "apply", str(path)).stderr == "Nothing to change; 15 are as in the file.\n"
    path.write_text(text)
    run(home, "apply", str(path))
    assert run(home, "export").stdout == text


def test_what_is_wrong_stops_it_with_the_line(home, tmp_path):
    path = tmp_path / "goals.yaml"
    path.write_text(
        "goals:\n  - name: x\n    metric: convresion\n    target: 1\n    start: 2026-01-01\n    due: 2027-01-01\n"
    )
    with pytest.raises(
        BadData, match=r"goals.yaml, line 3: No metric 'convresion'. Did you mean 'conversion'"
    ):
        run(home, "apply", str(path))
    with pytest.raises(BadUse, match="There is no file"):
        run(home, "diff", str(tmp_path / "none.yaml"))
    assert len(goals.goals(opened(home))) == 15
