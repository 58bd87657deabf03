"""`milepost roadmap`: the list of today and of any day, the file, what to choose, and what one is worth."""

import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from dashboard.cli import milepost
from dashboard.commands.roadmap_rows import named
from dashboard.errors import BadData, BadUse
from dashboard.progress import demo_roadmap, goals
from dashboard.records.store import opened
from dashboard.warehouse import reader
from tests import homes


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    found = homes.one_day(tmp_path_factory.mktemp("roadmap"))
    reader.use(found)
    goals.set_demo_goals(opened(found))
    demo_roadmap.set_demo_roadmap(opened(found))
    return found


def run(home, *words):
    result = CliRunner().invoke(milepost, ["--home", str(home.folder), "roadmap", *words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def rows(home, *words):
    return json.loads(run(home, *words, "--format", "json").stdout)


def test_the_roadmap_is_listed_as_it_is_and_as_it_was(home):
    now = {row["initiative"]: row for row in rows(home, "list")}
    assert (now["Stay with us, the pilot"]["state"], now["Stay with us, the pilot"]["promised"]) == (
        "done", "+6 points",
    )  # fmt: skip
    assert now["Tickets to the first free colleague"]["promised"] == "-40 %"
    assert now["Shorter product pages on phones"]["changed_since_start"] == ["promised_by"]
    then = {row["initiative"]: row["state"] for row in rows(home, "list", "--as-of", "2025-12-31")}
    assert then["Stay with us, the pilot"] == "planned"
    assert "Advice by video" not in then
    moved = rows(home, "moved", "--since", "2026-08-31")
    assert {"initiative": "Advice by video", "did": "added"}.items() <= moved[-2].items()
    with pytest.raises(BadUse, match="--since is 'May', which is not a date"):
        run(home, "moved", "--since", "May")


def test_a_file_is_exported_compared_and_applied(home, tmp_path):
    path = tmp_path / "roadmap.yaml"
    assert "14 initiatives" in run(home, "export", "-o", str(path)).stderr
    assert run(home, "diff", str(path)).stderr == "Nothing to change; 14 are as in the file.\n"
    text = path.read_text()
    path.write_text(
        text.replace(
            "confidence: 0.3\n    person_weeks: 16", "confidence: 0.35\n    person_weeks: 16"
        )
    )
    assert {"does": "changed", "field": "confidence", "before": "0.3", "after": "0.35"}.items() <= rows(
        home, "diff", str(path)
    )[0].items()  # fmt: skip
    path.write_text(
        text.replace("promised_effect: 6\n    promised_by", "promised_effect: 5\n    promised_by")
    )
    with pytest.raises(
        BadData, match=r"roadmap.yaml, line \d+: It has started, .* \(promised effect\)"
    ):
        run(home, "apply", str(path))
    assert run(home, "export").stdout == text


def test_without_numbers_ideas_say_why_they_are_not_ranked(home):
    found = {row["idea"]: row for row in rows(home, "choose", "--capacity", "6")}
    # nothing sold in a year that is loaded; only the owner's own range is money
    assert found["Answers at night"]["from"] == "owner"
    # (6000 + 24000) / 2 × 0.5 = 7500 a year; 2000 + 12 × 800 = 11600
    assert found["Answers at night"]["score"] == pytest.approx(7500 / 11600)
    assert found["Answers at night"]["within"]
    assert "not put in money" in found["Advice by video"]["reason"]


def test_a_business_case_is_told_with_its_assumptions(home):
    case = rows(home, "case", "Answers at night", "--years", "1")
    # 12 months at 15000 / 12, less 2000 and 12 × 800
    middle = next(row for row in case["sums"] if row["benefit_is"] == "middle")
    assert (middle["benefit"], middle["cost"], middle["net"]) == (15000.0, 11600.0, 3400.0)
    assert all(row["source"] for row in case["assumptions"])
    with pytest.raises(BadUse, match="Did you mean 'Answers at night'"):
        run(home, "case", "Answers at nite")


def test_an_initiative_is_named_exactly_or_by_its_number_or_where_only_one_is_alike(home):
    found = [
        SimpleNamespace(id=n, title=title)
        for n, title in enumerate(("t case", "T CASE", "Chat"), 1)
    ]
    assert named(found, "T CASE").id == 2
    assert named(found, "chat").id == 3
    assert named(found, "1").id == 1
    with pytest.raises(BadUse, match="No initiative 'T case'"):
        named(found, "T case")


@pytest.mark.parametrize("number", ["nan", "inf", "-1"])
def test_what_is_no_amount_is_refused(home, number):
    assert run(home, "case", "Answers at night", "--effect", number).exit_code == 2
    assert run(home, "choose", "--capacity", number).exit_code == 2
