"""Distribution, flows and topics on random worlds: the warehouse says what plain Python counts."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from dashboard.access import EVERYONE, Viewer
from dashboard.insight.intervals import two_sided
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Metric
from dashboard.metrics.voice import answers, distributions, flows_of, people_opened
from dashboard.metrics.voice_topics import topics_of
from queries.kept_people import People, key_of
from queries.slice import Slice, Window
from queries.voice_rows import CLASSES, scores_of
from tests.agreement import as_loaded, published
from tests.oracle import behind_voices as oracle
from tests.oracle.world import World
from tests.oracle.worlds import SURVEYS, random_world

WINDOWS = (
    Window(date(2025, 4, 1), date(2025, 5, 1)),
    Window(date(2025, 3, 4), date(2025, 8, 20)),
    Window(date(2025, 1, 1), date(2026, 1, 1)),
)
KINDS = ("nps", "csat")
ASKED = [(kind, survey, window) for kind in KINDS for survey in SURVEYS for window in WINDOWS]


@pytest.fixture(scope="module", params=range(2))
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    made = as_loaded(random_world(request.param + 300, size=40))
    published(made, tmp_path_factory.mktemp("world"))
    return made


def asked(survey: str, window: Window, random: Random) -> Slice:
    slice = Slice(window).filtered("survey", [survey])
    return slice.filtered("region", ["north", ""]) if random.random() < 0.4 else slice


def where_of(slice: Slice) -> dict[str, set[str | None]]:
    return {name: {text or None for text in kept} for name, kept in slice.where}


def span(window: Window) -> tuple[date, date]:
    return window.start, window.end


def test_the_distribution_agrees_and_its_people_are_there(world: World) -> None:
    random = Random(1)
    for kind, survey, window in ASKED:
        metric, slice = CATALOGUE[kind], asked(survey, window, random)
        found = distributions(metric, EVERYONE, slice)
        ours = {
            (tuple(one.group.values()), score): (n, one.weights[score])
            for one in found for score, n in one.answers.items() if n
        }  # fmt: skip
        theirs = oracle.scores(world, span(window), where_of(slice), (), kind)
        assert ours == {key: (n, pytest.approx(weight)) for key, (n, weight) in theirs.items()}
        _assert_each_answer_is_listed(metric, slice, found[0].n)


def _assert_each_answer_is_listed(metric: Metric, slice: Slice, n: int) -> None:
    """The classes share all answers between them."""
    listed = [answers(metric, EVERYONE, slice, [one]) for one in CLASSES]
    assert sum(count for _rows, count in listed) == n == answers(metric, EVERYONE, slice)[1]
    kind = "csat" if metric.name == "csat" else "nps"
    for one, (rows, _count) in zip(CLASSES, listed, strict=True):
        assert all(row["score"] in scores_of(kind, one) for row in rows)


def test_flows_agree_and_each_opens_as_many_people(world: World) -> None:
    random = Random(2)
    for kind, survey, window in ASKED:
        metric, slice = CATALOGUE[kind], asked(survey, window, random)
        found = flows_of(metric, EVERYONE, slice)
        theirs = oracle.flows(world, span(window), where_of(slice), kind)
        assert {(f.earlier, f.later): f.people for f in found.flows} == dict(theirs)
        for flow in found.flows[:2]:
            spec = ["flow", *("none" if c is None else str(c) for c in (flow.earlier, flow.later))]
            assert people_opened(metric, EVERYONE, slice, spec)[1] == flow.people


def test_topics_agree_with_their_effect_and_its_error(world: World) -> None:
    random, seen = Random(3), 0
    for kind, survey, window in ASKED:
        metric, slice = CATALOGUE[kind], asked(survey, window, random)
        for topic in topics_of(metric, EVERYONE, slice).topics:
            theirs = oracle.impact(world, span(window), where_of(slice), topic.name, kind)
            if theirs is None:
                assert topic.impact is None
                continue
            n, value, se = theirs
            assert (topic.n, topic.impact) == (n, pytest.approx(100 * value, abs=1e-9))
            assert topic.high is not None
            if topic.high - (topic.impact or 0) > 1e-9:
                _assert_error(topic.high - (topic.impact or 0), 100 * se)
            seen += 1
    assert seen > 10


def _assert_error(half: float, se: float) -> None:
    """Half the interval is t standard errors, t between that of many people and that of two."""
    assert two_sided(0.95) * se - 1e-9 <= half <= two_sided(0.95, 1) * se + 1e-9


def test_few_people_are_kept_from_who_may_not_see_them(world: World) -> None:
    nobody = Viewer(may_see_people=False)
    for kind, survey, window in ASKED:
        metric, slice = CATALOGUE[kind], Slice(window).filtered("survey", [survey])
        for one in distributions(metric, nobody, slice):
            assert all(n == 0 or n >= 5 for n in one.answers.values())
        assert all(flow.people >= 5 for flow in flows_of(metric, nobody, slice).flows)


def test_a_viewer_of_one_region_is_told_what_a_filter_by_it_tells(world: World) -> None:
    north = Viewer(regions=frozenset({"north"}))
    for kind, survey, window in ASKED[::2]:
        metric, slice = CATALOGUE[kind], Slice(window).filtered("survey", [survey])
        narrowed = slice.filtered("region", ["north"])
        for told in (flows_of, topics_of, distributions, answers):
            assert told(metric, north, slice) == told(metric, EVERYONE, narrowed)  # type: ignore[operator]


def test_a_group_of_people_is_a_world_of_their_answers(world: World) -> None:
    for kind, survey, window in ASKED[::2]:
        metric, slice = CATALOGUE[kind], Slice(window).filtered("survey", [survey])
        listed = [row for row in answers(metric, EVERYONE, slice)[0] if row["id"]]
        some = {(row["id"], row["is_visitor"]) for row in listed[::2]}
        keys = tuple(key_of(id, is_visitor) for id, is_visitor in some)
        group = replace(slice, people=People("some", keys))
        theirs = [row for row in listed if (row["id"], row["is_visitor"]) in some]
        found = distributions(metric, EVERYONE, group)[0]
        assert found.n == answers(metric, EVERYONE, group)[1] == len(theirs)
        flows = flows_of(metric, EVERYONE, group).flows
        assert sum(flow.people for flow in flows if flow.later is not None) == len(some)
        topics = {topic for row in theirs for topic in row["topics"]}
        assert {topic.name for topic in topics_of(metric, EVERYONE, group).topics} == topics
