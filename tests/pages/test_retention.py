"""The Retention page: each look, whose people it opens, and what it keeps to itself."""

from datetime import date

import pytest

from dashboard.access import Viewer
from dashboard.views import frame, retention, retention_people
from dashboard.views.choice import Choice
from queries.calendar import Grain
from queries.slice import Window
from tests import homes

YEAR = Choice(Window(date(2025, 10, 1), date(2026, 10, 1)), Grain.MONTH)


@pytest.mark.parametrize("look", retention.LOOKS)
def test_each_look_opens_with_full_data_and_with_one_day(opened, demo, one_day, look):
    for home in (demo, one_day):
        app = opened(home, "retention", look=look, window="last-6-months")
        assert not app.exception
        assert not app.error


def test_what_fell_most_is_said_by_every_dimension(opened, said, demo):
    page = said(opened(demo, "retention", window="last-8-quarters"))
    for dimension in ("region", "segment", "first source", "first channel", "first category"):
        assert f" {dimension}" in page
    assert "against" in page


def test_a_cell_opens_its_people_and_those_who_did_not_order(opened, said, demo):
    spec = "cohort:2026-03-01:1"
    ordered = opened(demo, "retention", look="cohorts", open=spec)
    absent = opened(demo, "retention", look="cohorts", open=f"{spec}:absent")
    assert "Who first ordered in Mar 2026 and ordered 1 month later (Apr 2026)" in said(ordered)
    assert "Who first ordered in Mar 2026 and did not order 1 month later" in said(absent)
    people = [set(app.dataframe[0].value["person"]) for app in (ordered, absent)]
    assert people[0]
    assert people[1]
    assert not people[0] & people[1]


@pytest.mark.parametrize(
    "spec",
    ["cohort:soon:1", "cohort:2026-01-01", "cohort:2026-01-01:-3", "cohort:9999-11-05:1", "cohort:0001-01-01:0",
     "growth:2026-01-01:lost", "stay:nps", "stay:retention:2026-02-01:2026-01-01:lost:region:North",
     "stay:retention:2026-01-01:2026-02-01:lost:channel:web", "cohort:2026-01-01:99999999999", "elsewhere:1", ""],
)  # fmt: skip
def test_what_cannot_be_read_opens_nobody(demo, spec):
    homes.choose(demo)
    assert retention_people.opened(YEAR, spec) is None


def test_an_address_may_name_a_value_with_a_colon(demo):
    homes.choose(demo)
    spec = "stay:retention:2026-01-01:2026-02-01:lost:region:a:b"
    found = retention_people.opened(YEAR, spec)
    assert found is not None
    assert found.slice.where == (("region", ("a:b",)),)
    assert found.other == spec.replace("lost", "kept")


def test_a_group_of_cohorts_narrows_its_people(demo):
    homes.choose(demo)
    found = retention_people.opened(YEAR, "cohort:2026-03-15:0", "region", ["South"])
    assert found is not None
    assert found.slice.where == (("region", ("South",)),)
    assert found.slice.window == Window(date(2026, 3, 1), date(2026, 4, 1))


def test_who_may_not_see_people_gets_numbers_alone(opened, said, demo, monkeypatch):
    monkeypatch.setattr(frame, "viewer", lambda: Viewer(may_see_people=False))
    for look, spec in (("cohorts", "cohort:2026-03-01:1"), ("growth", "growth:2026-03-01:new")):
        app = opened(demo, "retention", look=look, open=spec)
        assert not app.exception
        assert not app.dataframe
        assert "You may see numbers but not single people" in said(app)
        assert 'data-click=\\"cohort' not in str([e.proto for e in app.get("bidi_component")])


def test_a_filter_that_is_of_events_is_said_not_to_apply(opened, said, demo):
    app = opened(demo, "retention", look="cohorts", channel="web")
    assert "Not applied here: the filter by channel" in said(app)


def test_another_length_of_silence_says_which_goals_it_flips(opened, said, demo):
    other = opened(demo, "retention", look="silence", silence="45")
    assert "With silence 45" in _boxes(other)
    assert "of those silent for 45 days" in said(other)
    wrong = said(opened(demo, "retention", look="silence", silence="4"))
    assert "90 days are the usual reading" in wrong
    assert "of those silent for 90 days" in wrong


def _boxes(app):
    return "\n".join(box.value for box in (*app.info, *app.warning))


def test_before_anything_is_loaded_it_says_how_to(opened, said, tmp_path):
    assert "Nothing has been loaded yet" in said(opened(homes.nothing(tmp_path), "retention"))
