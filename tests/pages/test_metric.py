import io
from datetime import date

from python_calamine import CalamineWorkbook

from dashboard.access import EVERYONE, Viewer
from dashboard.metrics import reads
from dashboard.metrics.catalogue import CONVERSION
from dashboard.records import shifts, store
from dashboard.views import frame, panel, tables
from dashboard.views.panel import Panel
from queries.slice import Slice, Window
from tests import homes


def test_the_chart_says_its_trend_in_words(opened, demo):
    [trend, behaviour, breakdown] = opened(demo, "metric").get("plotly_chart")
    assert trend.proto.alt.startswith("Conversion: from ")
    assert behaviour.proto.alt.startswith("Conversion in Sep 2026: inside its usual range of ")
    assert breakdown.proto.alt.startswith("Conversion by region: highest ")


def test_a_new_normal_is_confirmed_and_taken_back(opened, said, demo):
    app = opened(demo, "metric", metric="orders")
    app.session_state["who_name"] = "Ann"
    app.session_state["shift_behaviour"] = True
    app.run()
    app.selectbox(key="shift_on_behaviour").select(date(2026, 3, 1))
    app.text_input(key="shift_why_behaviour").input("two shops more")
    _press(app, "This is the new normal")
    [shift] = shifts.shifts(store.opened(demo))
    assert (shift.metric, shift.grain, shift.on_day) == ("orders", "month", date(2026, 3, 1))
    assert "there are 6" in said(app)  # March to August, before September
    assert "1 Mar 2026 on: two shops more (Ann)" in said(app)
    _press(app, "Take it back")
    assert list(shifts.shifts(store.opened(demo))) == []
    assert "there are 6" not in said(app)


def _press(app, label):
    [button] = [button for button in app.button if button.label == label]
    button.click().run()
    assert not app.exception


def test_a_filter_that_does_not_apply_is_named(opened, demo):
    app = opened(demo, "metric", metric="retention", category="kitchen")
    assert "Not applied here: the filter by category" in app.info[0].value


def test_people_are_read_only_when_their_tab_is_open(opened, demo):
    assert "Download CSV" not in _buttons(opened(demo, "metric"))
    assert "Download CSV" in _buttons(opened(demo, "metric", tab="People"))


def test_who_may_not_see_people_gets_their_number_alone(opened, said, demo, monkeypatch):
    monkeypatch.setattr(frame, "viewer", lambda: Viewer(may_see_people=False))
    app = opened(demo, "metric", tab="People")
    assert not app.exception
    assert "Download CSV" not in _buttons(app)
    assert not [frame for frame in app.dataframe if "person" in frame.value.columns]
    assert "You may see numbers but not single people" in said(app)


def test_one_region_cannot_choose_another(opened, demo, monkeypatch):
    monkeypatch.setattr(frame, "viewer", lambda: Viewer(frozenset({"North"})))
    app = opened(demo, "metric", region="South")
    assert not app.exception
    page = "\n".join(str(chart.proto) for chart in app.get("plotly_chart"))
    assert "North" in page
    assert "South" not in page


def _buttons(app):
    return [button.proto.label for button in app.get("download_button")]


def test_the_numbers_of_a_chart_leave_exact(one_day):
    homes.choose(one_day)
    values = reads.whole(CONVERSION.name, EVERYONE, Slice(Window(*_march())))
    shown = Panel("x", "Half buys", "", table=[{"value": "50 %"}], exact=tables.exact_rows(values))
    lines = panel.file_of(shown, "csv", "en").decode("utf-8-sig").splitlines()
    assert lines[0] == "# Half buys"
    assert lines[-2] == "period,numerator,denominator,value,low,high,n,complete,reason"
    assert lines[-1].startswith("2026-03-03,1.0,2.0,50.0,")
    book = CalamineWorkbook.from_filelike(io.BytesIO(panel.file_of(shown, "xlsx", "en")))
    heading, row = book.get_sheet_by_name("Data").to_python()
    assert heading[:4] == ["period", "numerator", "denominator", "value"]
    assert row[:4] == ["2026-03-03", 1.0, 2.0, 50.0]
    assert ["Half buys"] in book.get_sheet_by_name("About this file").to_python()


def _march():
    from datetime import date

    return date(2026, 3, 3), date(2026, 3, 4)


def test_another_reading_of_a_definition_is_named_with_the_goals_it_would_flip(opened, demo, said):
    usual = opened(demo, "metric", metric="churn")
    other = opened(demo, "metric", metric="churn", define_silence="60")
    assert "Not the catalogue's definition" not in said(usual)
    assert "Not the catalogue's definition. With silence 60, " in other.info[0].value
    assert "people whose day 60 without an order" in said(
        opened(demo, "metric", metric="churn", define_silence="60", tab="Definition")
    )


def test_a_metric_of_one_reading_offers_no_other(opened, demo, said):
    app = opened(demo, "metric", metric="orders", define_silence="60")
    assert not app.exception
    assert "Not the catalogue's definition" not in said(app)
