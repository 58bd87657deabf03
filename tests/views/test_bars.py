from dashboard.metrics.catalogue import ORDERS
from dashboard.views import bars
from dashboard.views.axes import CONTEXT
from tests.views.values import month

GROUPS = [
    month(2026, 1, 20.0, region="East"),
    month(2026, 1, 30.0, n=12, region="North"),
    month(2026, 1, 99.0, region=None),
    month(2026, 1, None, region="South"),
]


def test_bars_stand_by_size_with_what_is_not_known_at_the_bottom():
    [drawn] = bars.figure(GROUPS, "region", None)["data"]
    assert drawn["y"] == ["unknown", "East", "North"]  # Plotly draws from the bottom
    assert drawn["x"] == [99.0, 20.0, 30.0]
    assert drawn["marker"]["color"][0] == CONTEXT


def test_bars_carry_interval_n_and_thinness():
    figure = bars.figure(GROUPS, "region", None)
    assert figure["data"][0]["error_x"]["array"] == [1.0, 1.0, 1.0]
    assert figure["layout"]["annotations"][2]["text"].endswith("12 shoppers  thin")


def test_a_rate_is_compared_with_the_rate_of_all():
    figure = bars.figure(GROUPS, "region", month(2026, 1, 24.0))
    assert figure["layout"]["shapes"][0]["x0"] == 24.0


def test_parts_of_a_sum_are_not_compared_with_the_sum():
    groups = [month(2026, 1, 20.0, ORDERS, region="East")]
    assert "shapes" not in bars.figure(groups, "region", month(2026, 1, 24.0, ORDERS))["layout"]


def test_the_alternative_text_names_highest_and_lowest():
    text = bars.alt(GROUPS[:2], "region").replace("\u202f", " ")
    assert text == "Conversion by region: highest North with 30.0 %, lowest East with 20.0 %."


def test_the_margin_holds_the_longest_label_and_no_more():
    short, long = "<b>1 %</b>", "<b>€72.59</b>  8 new customers  thin"
    assert bars._room([short]) < bars._room([short, long]) == bars._room([long])
