"""The oracle against sums done by hand: who is who, who shops, whose day it is."""

from datetime import date, datetime

from tests.oracle.facts import facts_of
from tests.oracle.sales import revenue
from tests.oracle.shopping import buyers, conversion, orders_per_100_shoppers, shoppers, visitors
from tests.oracle.tables import line, numerators, on, parts, visit
from tests.oracle.world import Settings, World

MARCH = (date(2025, 3, 1), date(2025, 4, 1))
NO_FILTER = {}


def test_a_visitor_linked_later_is_the_person():
    # v1 is seen on the 1st, carries ann on the 5th; v2 is linked to bob by a file, to cy later
    world = World(
        [
            visit("e1", on(3, 1), visitor_id="v1"),
            line("e2", on(3, 5), 10, visitor_id="v1", person_id="ann"),
            visit("e3", on(3, 6), visitor_id="v2"),
            visit("e4", on(3, 7), visitor_id="v2", person_id="cy"),
            visit("e5", on(3, 8), visitor_id="ann"),
            visit("e6", on(3, 9)),
        ],
        identities=[{"visitor_id": "v2", "person_id": "bob", "linked_at": on(3, 6)}],
    )
    people = [deed.person for deed in facts_of(world).deeds]
    ann, bob, cy = ("person", "ann"), ("person", "bob"), ("person", "cy")
    assert people == [ann, ann, bob, cy, ("visitor", "ann"), None]
    # shoppers ann, bob, cy and the cookie that is spelled ann; ann ordered
    assert parts(conversion(world, MARCH, NO_FILTER, ())) == {(): (1, 4)}


def test_links_made_at_once_go_to_the_smaller_person():
    events = [
        visit("e1", on(3, 1), visitor_id="v", person_id="zoe"),
        visit("e2", on(3, 1), visitor_id="v", person_id="amy"),
        visit("e3", on(3, 2), visitor_id="v"),
    ]
    assert facts_of(World(events)).deeds[2].person == ("person", "amy")


def test_a_link_without_an_instant_was_always_there():
    events = [
        visit("e1", on(3, 1), visitor_id="v"),
        visit("e2", on(3, 2), visitor_id="v", person_id="amy"),
    ]
    link = {"visitor_id": "v", "person_id": "zoe", "linked_at": None}
    assert facts_of(World(events)).deeds[0].person == ("person", "amy")
    assert facts_of(World(events, identities=[link])).deeds[0].person == ("person", "zoe")


def test_who_is_not_said_to_be_identified_is_not():
    events = [
        visit("e1", on(3, 1), person_id="ann"),
        visit("e2", on(3, 1), person_id="bo", identified=True),
    ]
    assert numerators(visitors(World(events), MARCH, NO_FILTER, ("identified",))) == {
        (False,): 1,
        (True,): 1,
    }


def test_a_person_who_moves_counts_once_where_last_seen():
    # ann: visit in the north, order in the south; bo: visit in the north
    world = World(
        [
            visit("e1", on(3, 1), person_id="ann", region="north"),
            line("e2", on(3, 2), 10, person_id="ann", region="south"),
            visit("e3", on(3, 3), person_id="bo", region="north"),
        ]
    )
    assert parts(conversion(world, MARCH, NO_FILTER, ("region",))) == {
        ("south",): (1, 1),
        ("north",): (0, 1),
    }
    # a filter keeps or drops the whole person
    assert parts(conversion(world, MARCH, {"region": {"north"}}, ())) == {(): (0, 1)}


def test_a_tie_is_broken_by_the_event_id():
    world = World(
        [
            visit("b", on(3, 1), person_id="ann", region="south"),
            visit("a", on(3, 1), person_id="ann", region="north"),
        ]
    )
    assert numerators(visitors(world, MARCH, NO_FILTER, ("region",))) == {("south",): 1}


def test_conversion_leaves_out_channels_that_record_no_visits():
    # the fair is said to record none, phone has no row and no visit, app has a visit
    world = World(
        [
            visit("e1", on(3, 1), person_id="ann", channel="app"),
            line("e2", on(3, 2), 10, person_id="bo", channel="fair"),
            line("e3", on(3, 2), 10, person_id="cy", channel="phone"),
            line("e4", on(3, 2), 10, person_id="di", channel="app"),
            line("e5", on(3, 2), 10, person_id="ed"),
            visit("e6", on(3, 2), person_id="flo", channel="fair"),
        ],
        channels=[{"channel": "fair", "is_online": False, "records_visits": False}],
    )
    # ann, di, ed (unknown channel counts) are shoppers; di and ed ordered
    assert parts(conversion(world, MARCH, NO_FILTER, ())) == {(): (2, 3)}
    assert conversion(world, MARCH, {"channel": {"fair"}}, ()) == {}
    assert numerators(shoppers(world, MARCH, NO_FILTER, ("channel",))) == {("app",): 2, (None,): 1}
    # visitors are people with a visit, wherever
    assert numerators(visitors(world, MARCH, NO_FILTER, ())) == {(): 2}


def test_a_channel_filter_applies_to_visits_and_orders():
    # ann visited the web and ordered in the app: a shopper of both, a buyer of the app
    world = World(
        [
            visit("e1", on(3, 1), person_id="ann", channel="web"),
            line("e2", on(3, 2), 10, person_id="ann", channel="app"),
            visit("e3", on(3, 2), person_id="bo", channel="app"),
        ]
    )
    assert parts(conversion(world, MARCH, NO_FILTER, ("channel",))) == {
        ("web",): (0, 1),
        ("app",): (1, 2),
    }


def test_orders_per_shopper_count_orders_not_lines():
    # ann: order o1 of two lines, order o2; bo visits; an order of nobody is left out
    world = World(
        [
            line("e1", on(3, 1), 10, person_id="ann", order_id="o1"),
            line("e2", on(3, 1), 5, person_id="ann", order_id="o1"),
            line("e3", on(3, 2), 5, person_id="ann", order_id="o2"),
            visit("e4", on(3, 3), person_id="bo"),
            line("e5", on(3, 4), 5),
        ]
    )
    answer = orders_per_100_shoppers(world, MARCH, NO_FILTER, ())[()]
    assert (answer.numerator, answer.denominator) == (2, 2)
    # ann 2 orders, bo none: sum of squares 4
    assert (answer.sums["sum_yy"], answer.sums["sum_xx"]) == (4, 2)


def test_days_are_local():
    # Berlin: 31 March 23:59:59.999999 is 21:59:59.999999 UTC (summer), 1 March 00:00 is 23:00 UTC
    world = World(
        [
            line("e1", datetime(2025, 2, 28, 22, 59, 59, 999999), 1, person_id="before"),
            line("e2", datetime(2025, 2, 28, 23), 2, person_id="first"),
            line("e3", datetime(2025, 3, 31, 21, 59, 59, 999999), 4, person_id="last"),
            line("e4", datetime(2025, 3, 31, 22), 8, person_id="after"),
        ],
        settings=Settings(zone="Europe/Berlin"),
    )
    assert numerators(revenue(world, MARCH, NO_FILTER, ())) == {(): 6}
    assert numerators(buyers(world, MARCH, NO_FILTER, ())) == {(): 2}
