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
