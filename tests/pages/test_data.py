import pytest

from dashboard.access import EVERYONE, Viewer
from dashboard.metrics import reads
from dashboard.views import frame
from dashboard.views.ledger import audit_words
from queries import history
from tests import homes


@pytest.fixture(scope="module")
def quarantined(tmp_path_factory):
    return homes.with_quarantine(tmp_path_factory.mktemp("quarantined"))


def test_rows_are_said_to_add_up(opened, said, demo):
    assert "rows are accounted for; none wait in quarantine" in said(opened(demo, "data"))


def test_silence_of_a_feed_is_named(opened, demo):
    [chart] = opened(demo, "data").get("plotly_chart")
    assert "demo_tracking in " in chart.proto.alt
    assert "Data are missing in" in chart.proto.alt


def test_definitions_are_found_by_their_words(opened, said, demo):
    page = said(opened(demo, "definitions", search="would recommend"))
    assert "Net promoter score" in page
    assert "Retention" not in page


def test_a_search_for_nothing_says_so(opened, said, demo):
    assert "Nothing mentions 'zebra'" in said(opened(demo, "definitions", search="zebra"))


def test_rows_that_wait_are_shown_by_reason(opened, said, quarantined):
    app = opened(quarantined, "data")
    assert "1 row waits in quarantine" in said(app)
    assert "line 5: no date" in str(app.dataframe[1].value)


def test_the_rows_themselves_are_for_those_who_may_see_people(opened, quarantined, monkeypatch):
    assert "Show the rows" in _expanders(opened(quarantined, "data"))
    for viewer in (
        Viewer(may_see_people=False),
        Viewer(may_see_ids=False),
        Viewer(frozenset({"North"})),
    ):
        monkeypatch.setattr(frame, "viewer", lambda viewer=viewer: viewer)
        assert "Show the rows" not in _expanders(opened(quarantined, "data"))


def test_what_must_be_so_is_said_with_whether_it_is(opened, said, demo):
    page = said(opened(demo, "data"))
    audits = reads.rows(EVERYONE, history.audits)
    assert all(row["rows"] == 0 for row in audits)
    assert f"All {len(audits)} audits hold" in page


def test_a_broken_audit_is_counted_apart_from_one_to_look_at():
    audits = [{"rows": 0, "severity": "error"}, {"rows": 3, "severity": "error"},
              {"rows": 1, "severity": "warning"}]  # fmt: skip
    assert audit_words(audits) == "✕ Of 3 audits, 1 broken and 1 to look at."


def _expanders(app):
    return [expander.label for expander in app.expander]
