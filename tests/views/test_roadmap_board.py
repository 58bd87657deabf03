"""The board of the roadmap: what its HTML holds, and what it takes for a move."""

from dashboard.views.roadmap_board import Card, Column, Lane, Move, html, move_of, still

COLUMNS = [Column("", "Ideas"), Column("2026-Q4", "2026 Q4", ("2 systems",), warning="4 goals")]
LANES = [Lane("1", "Conversion"), Lane("2", "Returns & care")]


def drawn(*cards: Card) -> str:
    return html(COLUMNS, LANES, cards)


def test_a_card_stands_in_its_lane_and_column_and_nowhere_else():
    text = drawn(Card(7, 3, "New shop", "2", "2026-Q4", "roadmap?initiative=7"))
    [before, after] = text.split('data-cell="2026-Q4|2"')
    assert 'data-card="7" data-seen="3"' in after
    assert "data-card" not in before


def test_a_quarter_says_what_it_warns_of():
    assert "⚠ 4 goals" in drawn()
    assert "<li>2 systems</li>" in drawn()


def test_the_quarter_of_a_past_day_is_then_and_not_now():
    columns = [Column("2026-Q1", "2026 Q1", is_now=True)]
    assert "<small>now</small>" in html(columns, LANES, [])
    assert "<small>then</small>" in still(columns, LANES, [])


def test_text_of_people_is_never_markup():
    text = drawn(Card(1, 1, "<b>Bold</b>", "1", "", 'x"y', warning="<i>"))
    assert "<b>Bold" not in text
    assert "&lt;b&gt;Bold" in text
    assert 'href="x&quot;y"' in text
    assert "Returns &amp; care" in text


def test_a_move_is_read_with_its_lane_column_and_neighbour():
    told = {"card": "7", "seen": "3", "cell": "2026-Q4|Care | more", "before": "9"}
    assert move_of(told) == Move(7, 3, "Care | more", "2026-Q4", 9)
    assert move_of({**told, "cell": "|2", "before": ""}) == Move(7, 3, "2", "", 0)


def test_anything_else_is_no_move():
    assert move_of(None) is None
    assert move_of("7") is None
    assert move_of({"card": "x", "seen": "1", "cell": "a|b"}) is None
    assert move_of({"card": "1", "seen": "1", "cell": "nowhere"}) is None
