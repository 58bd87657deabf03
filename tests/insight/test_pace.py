import pytest

from dashboard.insight.pace import Corner, level_at, reached_by, way


def test_a_line_is_straight_between_its_corners_and_flat_outside():
    corners = [Corner(0, 10), Corner(50, 20), Corner(100, 22)]
    assert [level_at(corners, at) for at in (-1, 0, 25, 50, 75, 100, 101)] == [10, 10, 15, 20, 21, 22, 22]  # fmt: skip


def test_the_way_is_counted_from_the_start_whichever_way_is_better():
    assert way(14, 10, 20) == 40
    assert way(8, 10, 6) == 50
    assert way(9, 10, 20) == -10
    assert way(9, 10, 10) is None


def test_what_earlier_years_had_reached_is_the_mean_of_their_shares():
    # 1/4 and 2/4; then 2/4 and 3/4; the scale of a year does not matter
    assert reached_by([[1, 1, 2], [20, 10, 10]]) == pytest.approx([0.375, 0.625, 1.0])


def test_one_year_is_no_shape_and_neither_is_a_year_with_a_loss():
    assert reached_by([[1, 1, 2]]) is None
    assert reached_by([[1, 1, 2], [3, -1, 2]]) is None
    assert reached_by([[1, 1, 2], [0, 0, 0]]) is None
