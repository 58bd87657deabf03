from datetime import date

from dashboard.language import said
from dashboard.progress.findings import Finding, Kind
from dashboard.progress.telling import Link
from dashboard.views import changed
from queries.slice import Window

MAY = Window(date(2026, 5, 1), date(2026, 6, 1))


def finding(metric="churn", direction=1, kind=Kind.CHANGE, words="Churn <rose> to 9 %."):
    explore = Link("explore", (("metric", metric), ("region", "North & South")))
    return Finding(
        kind,
        said(words),
        (said("Twice as far."),),
        explore,
        explore,
        metric,
        "",
        (),
        MAY,
        1.0,
        direction,
    )


def test_nothing_noteworthy_is_said_so():
    assert "Nothing noteworthy" in changed.html([])


def test_a_sentence_leads_to_the_view_that_proves_it_and_is_escaped():
    drawn = changed.html([finding()])
    assert drawn.count('data-click="explore?metric=churn&amp;region=North+%26+South"') == 2
    assert "<b>Churn &lt;rose&gt; to 9 %.</b> Twice as far." in drawn


def test_an_arrow_says_which_way_and_a_tone_whether_it_is_better():
    assert changed.look(finding("churn", 1)) == ("▲", "worse")
    assert changed.look(finding("conversion", 1)) == ("▲", "better")
    assert changed.look(finding("channel_share", -1)) == ("▼", "even")
    assert changed.look(finding(kind=Kind.MISSING)) == ("?", "even")


def test_what_the_colour_says_is_also_a_word():
    """Churn up is worse, conversion up is better; of a share that is neither, higher or lower."""
    told = [("churn", 1, "worse"), ("conversion", 1, "better"), ("channel_share", -1, "lower")]
    for metric, direction, word in told:
        assert f">{word}</small>" in changed.html([finding(metric, direction)])
    assert "</small>" not in changed.html([finding(kind=Kind.MISSING)])
