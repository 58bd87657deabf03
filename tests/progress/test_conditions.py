"""Conditions of rules: true, false, or not known, and what of it a rule makes."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import BadUse
from dashboard.progress import conditions
from dashboard.progress.conditions import Condition, Known, Tree, read, truth, written

YES, NO, UNKNOWN = True, False, None


def holds(condition, **known):
    return truth(read(condition), Known(**known))


@pytest.mark.parametrize(
    ("how", "below", "at", "above"),
    [
        ("below", YES, NO, NO),
        ("at_most", YES, YES, NO),
        ("at_least", NO, YES, YES),
        ("above", NO, NO, YES),
    ],
)
def test_a_level_itself_is_at_most_and_at_least_but_not_below_or_above(how, below, at, above):
    value = {"what": "value", "is": how, "than": 20}
    chance = {"what": "chance", "is": how, "than": 20}
    for number, expected in ((19.9, below), (20, at), (20.1, above)):
        assert holds(value, value=number) is expected
        assert holds(chance, chance=number / 100) is expected
    assert holds(value) is UNKNOWN
    assert holds(chance) is UNKNOWN


@pytest.mark.parametrize(
    ("how", "than", "in_", "value", "before", "expected"),
    [
        ("falls", 10, "percent", 90, 100, YES),  # (90 − 100) / 100 = −10 %
        ("falls", 10, "percent", 91, 100, NO),
        ("rises", 10, "percent", 110, 100, YES),
        ("rises", 10, "percent", 90, 100, NO),
        ("moves", 10, "percent", 90, 100, YES),
        ("moves", 10, "percent", 110, 100, YES),
        ("moves", 10, "percent", 105, 100, NO),
        ("falls", 2, "absolute", 18, 20, YES),
        ("falls", 2.1, "absolute", 18, 20, NO),
        ("falls", 50, "percent", -30, -20, YES),  # of what it was, without its sign: −10 / 20
        ("rises", 5, "percent", 5, 0, UNKNOWN),  # no percentage of nought
        ("rises", 5, "absolute", 5, 0, YES),
        ("rises", 5, "percent", 5, None, UNKNOWN),
        ("rises", 5, "percent", None, 5, UNKNOWN),
    ],
)  # fmt: skip
def test_a_change_is_measured_against_what_it_is_held_against(
    how, than, in_, value, before, expected
):
    condition = {"what": "change", "is": how, "than": than, "in": in_}
    assert holds(condition, value=value, previous=before) is expected
    year = {**condition, "against": "year"}
    assert holds(year, value=value, year_ago=before) is expected
    assert holds(year, value=value, previous=before) is UNKNOWN


@pytest.mark.parametrize(
    ("how", "better", "worse", "noise"),
    [("better", YES, NO, NO), ("worse", NO, YES, NO), ("any", YES, YES, NO)],
)
def test_a_signal_is_what_it_is_and_not_known_is_not_noise(how, better, worse, noise):
    condition = {"what": "signal", "is": how}
    for signal, expected in (("better", better), ("worse", worse), ("noise", noise)):
        assert holds(condition, signal=signal) is expected
    assert holds(condition) is UNKNOWN
    assert holds(condition, signal="lower") is (
        how == "any"
    )  # of a metric that is good at neither end


def test_missing_data_are_a_condition_of_their_own_and_decide_no_other():
    for condition in (
        {"what": "value", "is": "below", "than": 20},
        {"what": "change", "is": "falls", "than": 1},
        {"what": "signal", "is": "worse"},
        {"what": "status", "is": "off_track"},
    ):
        known = {"value": 1, "previous": 9, "signal": "worse", "status": "off_track"}
        assert holds(condition, **known) is YES
        assert holds(condition, **known, is_missing=True) is UNKNOWN
    assert holds({"what": "signal", "is": "missing"}, is_missing=True) is YES
    assert holds({"what": "signal", "is": "missing"}) is NO


def test_a_status_is_any_of_those_named():
    condition = {"what": "status", "is": "one_of", "than": ["at_risk", "off_track"]}
    assert [
        holds(condition, status=s) for s in ("at_risk", "off_track", "met", None)
    ] == [YES, YES, NO, UNKNOWN]  # fmt: skip


IS = {YES: Known(value=1.0), NO: Known(value=3.0), UNKNOWN: Known()}
"""Known such that 'value below 2' is so."""
BELOW = Condition("value", "below", 2.0)
AND = {
    (YES, YES): YES, (YES, UNKNOWN): UNKNOWN, (YES, NO): NO,
    (UNKNOWN, UNKNOWN): UNKNOWN, (UNKNOWN, NO): NO, (NO, NO): NO,
}  # fmt: skip
OR = {
    (YES, YES): YES, (YES, UNKNOWN): YES, (YES, NO): YES,
    (UNKNOWN, UNKNOWN): UNKNOWN, (UNKNOWN, NO): UNKNOWN, (NO, NO): NO,
}  # fmt: skip


@pytest.mark.parametrize(("is_all", "table"), [(True, AND), (False, OR)])
def test_the_truth_tables_of_kleene(is_all, table):
    of_chance, of_value = Condition("chance", "below", 50.0), BELOW
    chances = {YES: 0.4, NO: 0.6, UNKNOWN: None}
    for (left, right), expected in table.items():
        for first, second in {(left, right), (right, left)}:
            known = Known(value=IS[first].value, chance=chances[second])
            assert truth(Tree(is_all, (of_value, of_chance)), known) is expected


def test_trees_stand_in_trees():
    """(below 20 and worse) or (chance below 50 %)."""
    rule = {
        "any": [
            {"all": [{"what": "value", "is": "below", "than": 20}, {"what": "signal", "is": "worse"}]},
            {"what": "chance", "is": "below", "than": 50},
        ]
    }  # fmt: skip
    assert holds(rule, value=19, signal="worse") is YES
    assert holds(rule, value=19, signal="noise") is UNKNOWN
    assert holds(rule, value=19, signal="noise", chance=0.8) is NO
    assert holds(rule, value=21, chance=0.4) is YES


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({}, "No condition ''"),
        ({"what": "valeu", "is": "below", "than": 1}, "Did you mean 'value'"),
        ({"what": "value", "is": "beneath", "than": 1}, "way for 'value' to be"),
        ({"what": "value", "is": "below"}, "needs a number"),
        ({"what": "value", "is": "below", "than": True}, "needs a number"),
        ({"what": "value", "is": "below", "than": float("nan")}, "needs a number"),
        ({"what": "chance", "is": "below", "than": 140}, "between 0 and 100"),
        ({"what": "change", "is": "falls", "than": -3}, "without a sign"),
        ({"what": "change", "is": "falls", "than": 3, "against": "week"}, "period to compare with"),
        ({"what": "change", "is": "falls", "than": 3, "in": "euros"}, "way to measure a change"),
        ({"what": "status", "is": "one_of", "than": ["lost"]}, "No status 'lost'"),
        ({"what": "status", "is": "one_of", "than": []}, "No status 'one_of'|names none"),
        ({"all": []}, "holds no condition"),
        ({"any": "value"}, "holds no condition"),
        ("below 20", "is written like"),
        ({"all": [{"what": "signal", "is": "any"}] * 51}, "at most 50"),
    ],
)
def test_what_cannot_be_read_is_named(rule, words):
    with pytest.raises(BadUse, match=words):
        read(rule)


def test_nothing_is_nested_without_end():
    rule = {"what": "signal", "is": "any"}
    for _ in range(6):
        rule = {"all": [rule]}
    with pytest.raises(BadUse, match="at most 5 deep"):
        read(rule)


leaves = st.one_of(
    st.builds(Condition, st.just("value"), st.sampled_from(conditions.LEVELS), st.floats(-9, 9)),
    st.builds(Condition, st.just("signal"), st.sampled_from(conditions.IS["signal"])),
    st.builds(
        Condition, st.just("change"), st.sampled_from(conditions.IS["change"]), st.floats(0, 9),
        st.sampled_from(["previous", "year"]), st.sampled_from(["percent", "absolute"]),
    ),
)  # fmt: skip
trees = st.recursive(
    leaves, lambda inner: st.builds(Tree, st.booleans(), st.lists(inner, min_size=1, max_size=3).map(tuple)),
    max_leaves=8,
)  # fmt: skip
knowns = st.builds(
    Known, st.none() | st.floats(-9, 9), st.none() | st.floats(-9, 9), st.none() | st.floats(-9, 9),
    st.sampled_from([None, "better", "worse", "noise"]),
)  # fmt: skip


@given(tree=trees, known=knowns)
def test_what_is_not_known_never_turns_an_answer_round(tree, known):
    """Whatever an unknown signal turns out to be, an answer that was given without it stays."""
    told = truth(tree, Known(known.value, known.previous, known.year_ago, None))
    later = [
        truth(tree, Known(known.value, known.previous, known.year_ago, signal))
        for signal in ("better", "worse", "noise")
    ]
    assert told is None or set(later) == {told}


@given(tree=trees)
def test_a_tree_is_read_as_it_was_written(tree):
    whole = tree if isinstance(tree, Tree) else Tree(True, (tree,))
    if depth(whole) <= conditions.DEEPEST:
        assert read(written(whole)) == whole


def depth(tree):
    return 0 if isinstance(tree, Condition) else 1 + max(map(depth, tree.parts))


def test_every_way_is_written_and_read():
    for what, ways in conditions.IS.items():
        for how, against in itertools.product(ways, ("previous", "year")):
            facts = {"what": what, "is": how, "than": 5, "against": against}
            if what == "status":
                facts["than"] = ["met"]
            tree = read(facts)
            assert read(written(tree)) == tree
